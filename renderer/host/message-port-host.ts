/** The desktop: the contract over a MessagePort to the main process, which the preload hands to this window. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { ConnectionSignal } from './connection-signal.ts';
import { type Bridge, PORT_MESSAGE } from '../../preload/bridge.ts';
import type { Host, StudioClient } from './host.ts';

export async function messagePortHost(bridge: Bridge, window: Window): Promise<Host> {
  const signal = new ConnectionSignal();
  const port = await receivePort(bridge, window);
  port.addEventListener('close', () => signal.set('lost'));
  port.start();
  signal.set('connected');
  return {
    client: createORPCClient<StudioClient>(new RPCLink({ port })),
    pictureUrl: (id, size) => new URL(`/picture/${id}${size ? `?size=${size}` : ''}`, window.location.href).href,
    desktop: bridge,
    onConnection: (listener) => signal.listen(listener),
  };
}

function receivePort(bridge: Bridge, window: Window): Promise<MessagePort> {
  return new Promise((resolve) => {
    window.addEventListener('message', function receive({ source, data, ports: [port] }) {
      if (source !== window || data !== PORT_MESSAGE || !port) return;
      window.removeEventListener('message', receive);
      resolve(port);
    });
    bridge.requestPort();
  });
}
