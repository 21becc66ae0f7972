/** Connections that have not shown the token: few, and not for long, so that whoever has it always gets in. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface StrangerLimits {
  /** From the first packet on; a page of ours has shown its token within a second. */
  readonly timeoutMs: number;
  /** At once; the oldest makes way. A browser opens six. */
  readonly most: number;
}

const LIMITS: StrangerLimits = { timeoutMs: 10_000, most: 64 };
/** Those with the token, beside them: a window has seven. */
const MOST_CONNECTIONS = 1024;
/** Of one request: its header, and all of it. Pictures come over the WebSocket, so that every request is short. */
const HEADER_MS = 10_000;
const REQUEST_MS = 30_000;
const CHECK_EVERY_MS = 5000;

/** How a server is made whose requests come to an end. */
export const REQUEST_LIMITS = {
  headersTimeout: HEADER_MS,
  requestTimeout: REQUEST_MS,
  connectionsCheckingInterval: CHECK_EVERY_MS,
} as const;

/** Bounds the connections of a server. @returns what is to be told of each that has shown the token. */
export function limitStrangers(server: Server, { timeoutMs, most }: StrangerLimits = LIMITS): (socket: Duplex) => void {
  server.maxConnections = MOST_CONNECTIONS;
  /** The oldest first. */
  const strangers = new Map<Duplex, NodeJS.Timeout>();
  const forget = (socket: Duplex) => {
    clearTimeout(strangers.get(socket));
    strangers.delete(socket);
  };
  server.on('connection', (socket: Socket) => {
    const [oldest] = strangers.keys();
    if (oldest && strangers.size >= most) oldest.destroy();
    strangers.set(
      socket,
      setTimeout(() => socket.destroy(), timeoutMs),
    );
    socket.once('close', () => forget(socket));
  });
  return forget;
}
