import type { Bridge } from '../../preload/bridge.ts';
import type { Host } from './host.ts';
import { messagePortHost } from './message-port-host.ts';
import { webSocketHost } from './web-socket-host.ts';

declare global {
  interface Window {
    readonly heirloom?: Bridge;
  }
}

/** The desktop's host, or the server that the page came from. */
export async function connect(window: Window): Promise<Host> {
  return window.heirloom ? await messagePortHost(window.heirloom, window) : webSocketHost(window.location);
}
