import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { CHANNEL } from '../../preload/bridge.ts';
import { onMessage } from './sender.ts';

/** Carries the router over the MessagePort that each page of the studio hands over when it opens. */
export function setupPort(router: AnyRouter): void {
  const handler = new RPCHandler(router);
  onMessage(CHANNEL.connect, ({ ports: [port] }) => {
    if (!port) return;
    handler.upgrade(port);
    port.start();
  });
}
