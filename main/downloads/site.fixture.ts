/** A site that is no hub: whatever a test wants it to answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { onTestFinished } from 'vitest';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** @param answers by path. @returns its address, without a slash at its end, and what it was asked for. */
export async function siteOf(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    asked.push(pathname);
    const answer = answers[pathname];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  const address = await listening(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { address, asked };
}

/** Says the same bytes to whoever connects. @returns its address. */
export async function parrot(says: string | Buffer): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', () => socket.end(says));
  });
  const address = await listening(server);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return address;
}

/** The file, or the range of it that is asked for. */
export function file(bytes: Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  return (request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) {
      response.writeHead(200, { 'content-length': bytes.length, ...headers }).end(bytes);
      return;
    }
    const end = Math.min(to ? Number(to) + 1 : bytes.length, bytes.length);
    const range = { 'content-range': `bytes ${from}-${end - 1}/${bytes.length}` };
    response.writeHead(206, { ...range, ...headers }).end(bytes.subarray(Number(from), end));
  };
}

export function redirect(location: string, status = 302): Answer {
  return (_, response) => void response.writeHead(status, { location }).end();
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
