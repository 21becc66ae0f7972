import '@fontsource-variable/inter/wght.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './host/connect.ts';
import type { Host } from './host/host.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

/** A host in memory where the address asks for one; null elsewhere. */
async function fixtureHost(): Promise<Host | null> {
  // Never in the product: both conditions are constants there, and the bundler drops what they guard.
  if (import.meta.env.DEV || import.meta.env.MODE === 'fixture') {
    const fixture = new URLSearchParams(window.location.search).get('fixture');
    if (fixture !== null) return (await import('./dev/fixture-host.ts')).fixtureHost(fixture);
  }
  return null;
}

const host = (await fixtureHost()) ?? (await connect(window));
mount(App, { target: document.getElementById('app')!, props: { host } });
