/** Downloads from a hub of our own, and whatever may stand between: for the tests of this folder. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { recordingPath } from '../../native-models/reference/recording.ts';
import type { Download } from '../../preload/contract/download.ts';
import type { NetworkSettings } from './connection.ts';
import { Downloads } from './downloads.ts';
import { type FakeRepository, filesOf, startHub } from './hub.fixture.ts';

export const MODEL = filesOf(recordingPath('sd1/model'));

export const UNET = 'unet/diffusion_pytorch_model.safetensors';

export const UNET_BYTES = MODEL[UNET]!.length;

export const NO_PAUSES = [1, 1, 1];

export async function hubOf(repositories: Record<string, FakeRepository>) {
  const hub = await startHub(repositories);
  onTestFinished(() => hub.close());
  return hub;
}

export function openDownloads(models: string, hub: string | null, network: Partial<NetworkSettings> = {}, env = {}) {
  const errors: unknown[] = [];
  const downloads = new Downloads({
    models,
    network: () => ({ hub, proxy: null, token: null, ...network }),
    onError: (error) => errors.push(error),
    env,
    pausesMs: NO_PAUSES,
  });
  onTestFinished(() => downloads.close());
  return { downloads, errors };
}

/** Until a download is as asked for. */
export async function become(downloads: Downloads, wanted: (download: Download) => boolean): Promise<Download> {
  for await (const all of downloads.watch()) {
    const found = all.find(wanted);
    if (found) return found;
  }
  throw new Error('the downloads were closed');
}

/** It is over, well or not. */
export const settled = ({ state }: Download) => state === 'done' || state === 'failed';

export async function expectModel(folder: string, files: Readonly<Record<string, Buffer>> = MODEL) {
  for (const [path, bytes] of Object.entries(files)) {
    expect((await readFile(join(folder, path))).equals(bytes), path).toBe(true);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An HTTP proxy that tunnels, for whoever has the password. */
export async function proxyFor(password: string) {
  let carried = 0;
  const wanted = `Basic ${Buffer.from(password).toString('base64')}`;
  const server: Server = createServer((request, response) => {
    if (request.headers['proxy-authorization'] !== wanted) return void response.writeHead(407).end();
    carried += 1;
    void pass(request.url!, request.headers.range, response);
  });
  server.on('connect', (request, socket, head) => {
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    carried += 1;
    const [host, port] = request.url!.split(':');
    const target = connectTo(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => (target.destroy(), socket.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, carried: () => carried, stop };
}

export async function pass(url: string, range: string | undefined, response: ServerResponse): Promise<void> {
  const answer = await fetch(url, { headers: range ? { range } : {}, redirect: 'manual' });
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
}
