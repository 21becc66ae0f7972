/**
 * For tests: a hub as far as we use one. It lists a repository in pages, gives small files itself and sends for large ones
 * to a storage of another origin, which knows ranges. It can be made to misbehave.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative, sep } from 'node:path';

export const COMMIT = 'c'.repeat(40);
const PAGE = 5;

export interface FakeRepository {
  readonly files: Readonly<Record<string, Buffer>>;
  /** Only who sends this token gets it. */
  readonly gated?: string;
}

/** How the storage treats large files; each is used up by one answer where it counts answers. */
export interface Manners {
  /** Answers that break off after so many bytes, one after the other. */
  breakAfter: number[];
  ignoreRange: boolean;
  /** Answers with a wrong byte in them. */
  corrupt: number;
  /** Answers of 503 before it works. */
  busy: number;
  /** Milliseconds between pieces of 16 KiB. */
  slowMs: number;
}

export interface Asked {
  readonly origin: 'hub' | 'storage';
  readonly url: string;
  readonly range: string | null;
  readonly authorization: string | null;
}

export interface FakeHub {
  readonly address: string;
  readonly manners: Manners;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** Everything below a folder, as a repository has it. */
export function filesOf(folder: string): Record<string, Buffer> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)]),
  );
}

export async function startHub(repositories: Readonly<Record<string, FakeRepository>>): Promise<FakeHub> {
  const manners: Manners = { breakAfter: [], ignoreRange: false, corrupt: 0, busy: 0, slowMs: 0 };
  const asked: Asked[] = [];
  const storage = createServer((request, response) => {
    remember(request, 'storage');
    const [, repository, path] = /^\/store\/([^/]+\/[^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    const bytes = repository && path ? repositories[repository]?.files[decodeURIComponent(path)] : undefined;
    if (!bytes) return void response.writeHead(404).end();
    give(request, response, bytes, manners);
  });
  const storageAddress = await listening(storage);

  const hub = createServer((request, response) => {
    remember(request, 'hub');
    const url = new URL(request.url ?? '/', 'http://hub');
    const found = ROUTES.map(([route, answer]) => ({ match: route.exec(url.pathname), answer })).find(
      ({ match }) => match,
    );
    if (!found?.match) return refuse(response, 404, 'EntryNotFound');
    const [, name = '', revision = '', path = ''] = found.match.map((part) => decodeURIComponent(part ?? ''));
    const repository = repositories[name];
    if (!repository) return refuse(response, 401, 'RepoNotFound');
    if (repository.gated && request.headers.authorization !== `Bearer ${repository.gated}`) {
      return refuse(response, request.headers.authorization ? 403 : 401, 'GatedRepo');
    }
    if (revision !== 'main' && revision !== COMMIT) return refuse(response, 404, 'RevisionNotFound');
    found.answer({ response, name, repository, path, url, storage: storageAddress });
  });
  const address = await listening(hub);

  function remember({ url = '', headers }: IncomingMessage, origin: Asked['origin']): void {
    asked.push({ origin, url, range: headers.range ?? null, authorization: headers.authorization ?? null });
  }
  return {
    address,
    manners,
    asked,
    async close() {
      await Promise.all(
        [hub, storage].map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

interface Question {
  readonly response: ServerResponse;
  readonly name: string;
  readonly repository: FakeRepository;
  readonly path: string;
  readonly url: URL;
  readonly storage: string;
}

const ROUTES: readonly (readonly [RegExp, (question: Question) => void])[] = [
  [
    /^\/api\/models\/([^/]+\/[^/]+)\/revision\/([^/]+)$/,
    ({ response, name }) => json(response, { _id: '1', id: name, sha: COMMIT, private: false, gated: false }),
  ],
  [/^\/api\/models\/([^/]+\/[^/]+)\/tree\/([^/]+)$/, listing],
  [/^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/, resolve],
];

function listing({ response, repository, url, name }: Question): void {
  const entries = Object.entries(repository.files).map(([path, bytes]) => ({
    type: 'file',
    path,
    size: bytes.length,
    oid: isLarge(path) ? 'd'.repeat(40) : gitName(bytes),
    ...(isLarge(path) ? { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 130 } } : {}),
  }));
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = new URL(`/api/models/${name}/tree/${COMMIT}`, `http://${response.req.headers.host}`);
  next.search = String(new URLSearchParams({ recursive: 'true', cursor: String(from + PAGE) }));
  const link = from + PAGE < entries.length ? { link: `<${next.href}>; rel="next"` } : {};
  json(response, [{ type: 'directory', path: 'unet', size: 0 }, ...entries.slice(from, from + PAGE)], link);
}

function resolve({ response, repository, path, name, storage }: Question): void {
  const bytes = repository.files[path];
  if (!bytes) return refuse(response, 404, 'EntryNotFound');
  if (isLarge(path)) return void response.writeHead(302, { location: `${storage}/store/${name}/${path}` }).end();
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
}

function give(request: IncomingMessage, response: ServerResponse, bytes: Buffer, manners: Manners): void {
  if (manners.busy > 0) {
    manners.busy -= 1;
    return void response.writeHead(503).end();
  }
  const [, start] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
  const from = start === undefined || manners.ignoreRange ? 0 : Number(start);
  if (from >= bytes.length) return void response.writeHead(416).end();
  const body = Buffer.from(bytes.subarray(from));
  if (manners.corrupt > 0) {
    manners.corrupt -= 1;
    body[body.length - 1]! ^= 0xff;
  }
  const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length,
    etag: '"one"',
    ...(from > 0 ? range : {}),
  });
  const breaksAt = manners.breakAfter.shift() ?? null;
  void pour(response, breaksAt === null ? body : body.subarray(0, breaksAt), manners).then(() =>
    breaksAt === null ? response.end() : response.destroy(),
  );
}

const PIECE = 16 << 10;

async function pour(response: ServerResponse, body: Buffer, manners: Manners): Promise<void> {
  for (let at = 0; at < body.length && !response.destroyed; at += PIECE) {
    await new Promise((resolve) => response.write(body.subarray(at, at + PIECE), resolve));
    if (manners.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, manners.slowMs));
  }
  // So that what was written before a break has left.
  await new Promise((resolve) => setTimeout(resolve, 20));
}

const isLarge = (path: string): boolean => path.endsWith('.safetensors') || path.endsWith('.bin');
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const gitName = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const headers = { 'content-type': 'application/json', 'x-error-code': code };
  response.writeHead(status, headers).end(JSON.stringify({ error: code }));
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
