import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { type ThumbnailSize, thumbnailSizeIn } from '../../preload/contract/thumbnail.ts';
import { failure } from '../base/problem.ts';
import type { AnyRouter } from '@orpc/server';
import { type Access, accessFor, targetOf, tokenInAddress } from './access.ts';
import { keepAlive } from './keep-alive.ts';
import { addressesOf } from './addresses.ts';
import { CONTENT_SECURITY_POLICY, sendFile } from './static-files.ts';
import { limitStrangers, REQUEST_LIMITS, type StrangerLimits } from './strangers.ts';

export interface ServeOptions {
  readonly router: AnyRouter;
  /** Folder of the built renderer. */
  readonly pages: string;
  /** Folder and path of a picture's file, or null. */
  readonly pictureFile: (
    id: string,
    size: ThumbnailSize | null,
  ) => Promise<{ readonly folder: string; readonly path: string } | null>;
  /** Loopback unless a person asked for another address. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** One that outlives the server; otherwise random. */
  readonly token?: string | undefined;
  /** For tests. */
  readonly strangers?: StrangerLimits;
}

export interface Serving {
  /** The address to open on this machine, with the token. */
  readonly address: string;
  /** Those to open on another one, with the token; none where only this machine gets in. */
  readonly elsewhere: readonly string[];
  close(): Promise<void>;
}

/** Carries the router over a WebSocket at `/rpc`, and the pages and pictures over HTTP. Decides nothing but who may in. */
export async function serve({
  router,
  pages,
  pictureFile,
  host,
  port,
  token,
  strangers,
}: ServeOptions): Promise<Serving> {
  const server = createServer(REQUEST_LIMITS);
  const welcome = limitStrangers(server, strangers);
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  const addresses = addressesOf(host, bound);
  const access = accessFor(addresses.hosts, bound, token);

  server.on('request', (request, response) => {
    answer({ request, response, access, welcome, pages, pictureFile }).catch(() =>
      refuse(response, 500, 'Something failed.'),
    );
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.message });
  const handler = new RPCHandler(router);
  const letGo = keepAlive(sockets);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {}); // whoever asked is gone, which is no concern of ours
    const status = mayConnect(request, access);
    if (status !== 101) {
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
      return;
    }
    welcome(socket);
    sockets.handleUpgrade(request, socket, head, (client) => {
      sockets.emit('connection', client, request);
      // A message that is too large or none: the socket is closed with the reason, and the others live on.
      client.on('error', () => client.terminate());
      void handler.upgrade(client);
    });
  });

  const withToken = (name: string) => `http://${name}/?token=${access.token}`;
  return {
    address: withToken(addresses.here),
    elsewhere: addresses.elsewhere.map(withToken),
    async close() {
      letGo();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function mayConnect(
  request: IncomingMessage,
  access: Access,
): 101 | '401 Unauthorized' | '403 Forbidden' | '404 Not Found' {
  if (targetOf(request)?.pathname !== '/rpc') return '404 Not Found';
  if (!access.hasOwnHost(request) || !access.hasOwnOrigin(request)) return '403 Forbidden';
  return access.hasToken(request) ? 101 : '401 Unauthorized';
}

interface Answer extends Pick<ServeOptions, 'pages' | 'pictureFile'> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly access: Access;
  /** Told of whoever has the token. */
  readonly welcome: (socket: Duplex) => void;
}

async function answer({ request, response, access, welcome, pages, pictureFile }: Answer): Promise<void> {
  response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  // To browsers a page on another port of this machine is of the same site: it is sent the cookie, and must see nothing.
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (!access.hasOwnHost(request) || !access.hasOwnOrigin(request)) {
    return refuse(response, 403, 'This address is not one that Heirloom answers to.');
  }
  if (!access.hasToken(request)) {
    return refuse(response, 401, 'Open the address that Heirloom printed: it carries the token.');
  }
  welcome(request.socket);
  const target = targetOf(request);
  if (!target) return refuse(response, 404, 'There is nothing here.');
  const { pathname, searchParams } = target;
  if (tokenInAddress(request) !== null) {
    // Out of the address bar, the history and every Referer; the cookie has it from now on.
    response.writeHead(303, { location: pathname, 'set-cookie': access.cookie }).end();
    return;
  }
  const picture = /^\/picture\/([0-9a-f]{64})$/.exec(pathname)?.[1];
  const size = thumbnailSizeIn(searchParams);
  const file = picture
    ? size !== undefined && (await pictureFile(picture, size))
    : { folder: pages, path: pathname === '/' ? '/index.html' : pathname };
  if (!file || !(await sendFile(file.folder, file.path, response))) refuse(response, 404, 'There is nothing here.');
}

function refuse(response: ServerResponse, status: number, words: string): void {
  // Whoever may not in has nothing further to ask on this connection.
  const leave = status === 401 || status === 403 ? { connection: 'close' } : {};
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...leave });
  response.end(`${words}\n`);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === 'EADDRINUSE';
      const what = inUse
        ? `port ${port} is taken`
        : `cannot listen on ${host}:${port} (${cause.code ?? cause.message})`;
      reject(failure(`serve: ${what}`, inUse ? 'Give another with --port, or 0 for any free one.' : undefined, cause));
    });
    server.listen(port, host, resolve);
  });
}
