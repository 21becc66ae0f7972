import type { Bridge } from '../../preload/bridge.ts';
import type { Host } from './host.ts';
import { messagePortHost } from './message-port-host.ts';
import { webSocketHost } from './web-socket-host.ts';

declare global {
  interface Window {
    readonly heirloom?: Bridge;
  }
}

export async function connect(window: Window): Promise<Host> {
  // Never in the product: both conditions are constants there, and the bundler drops what they guard.
  if (import.meta.env.DEV || import.meta.env.MODE === 'fixture') {
    const fixture = new URLSearchParams(window.location.search).get('fixture');
    if (fixture !== null) return (await import('../dev/fixture-host.ts')).fixtureHost(fixture);
  }
  return window.heirloom ? await messagePortHost(window.heirloom, window) : webSocketHost(window.location);
}
