import '@fontsource-variable/inter/wght.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './host/connect.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

const host = await connect(window);
mount(App, { target: document.getElementById('app')!, props: { host } });
