import type { WebSocket, WebSocketServer } from 'ws';

/** Routers forget a connection that is silent for some minutes; a laptop that wakes up should be back soon. */
const EVERY_MS = 30_000;

/**
 * Asks every client now and then whether it is there, and ends those that did not answer the last time: a machine that
 * sleeps or a cable that was pulled says nothing, and its streams would be kept for ever.
 * @returns how to stop.
 */
export function keepAlive(sockets: Pick<WebSocketServer, 'clients' | 'on'>, everyMs: number = EVERY_MS): () => void {
  const silent = new WeakSet<WebSocket>();
  sockets.on('connection', (client: WebSocket) => client.on('pong', () => silent.delete(client)));
  const timer = setInterval(() => {
    for (const client of sockets.clients) {
      if (silent.has(client)) client.terminate();
      else {
        silent.add(client);
        client.ping();
      }
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
