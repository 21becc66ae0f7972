/** The desktop: the contract over a MessagePort to the main process, which the preload hands to this window. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { ConnectionSignal } from './connection-signal.ts';
import type { Host, StudioClient } from './host.ts';

/** What the preload exposes as `window.heirloom`. */
export interface DesktopBridge {
  /** Has the preload answer with a window message PORT_MESSAGE that carries the port. */
  requestPort(): void;
}

export const PORT_MESSAGE = 'heirloom:port';

export async function messagePortHost(bridge: DesktopBridge, window: Window): Promise<Host> {
  const signal = new ConnectionSignal();
  const port = await receivePort(bridge, window);
  port.addEventListener('close', () => signal.set('lost'));
  port.start();
  signal.set('connected');
  return {
    client: createORPCClient<StudioClient>(new RPCLink({ port })),
    pictureUrl: (id) => `heirloom-picture://${id}`,
    onConnection: (listener) => signal.listen(listener),
  };
}

function receivePort(bridge: DesktopBridge, window: Window): Promise<MessagePort> {
  return new Promise((resolve) => {
    window.addEventListener('message', function receive({ source, data, ports: [port] }) {
      if (source !== window || data !== PORT_MESSAGE || !port) return;
      window.removeEventListener('message', receive);
      resolve(port);
    });
    bridge.requestPort();
  });
}
