/** What a hub or any site answers when a model is looked up and fetched: lists, names, sizes, redirects, files. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import * as fc from 'fast-check';
import { failure } from '../../main/base/problem.ts';
import { connect } from '../../main/downloads/connection.ts';
import { newRecord } from '../../main/downloads/download-record.ts';
import type { SizedChoice } from '../../main/downloads/offer.ts';
import { readOffer } from '../../main/downloads/read-offer.ts';
import { runDownload } from '../../main/downloads/run-download.ts';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { mutatedJson } from '../mutations/json.ts';
import { mutatedBytes } from '../mutations/bytes.ts';
import type { Subject, Target } from '../target.ts';

const COMMIT = 'c'.repeat(40);
const WEIGHTS = readFileSync(recordingPath('single-file/sd1-ldm.safetensors')).subarray(0, 20_000);
const entry = (path: string, size: number) => ({ type: 'file', path, size, oid: 'd'.repeat(40) });
const lfs = (path: string, size: number) => ({ ...entry(path, size), lfs: { oid: 'e'.repeat(64), size, pointerSize: 130 } }); // prettier-ignore
const TREE = [
  { type: 'directory', path: 'unet', size: 0 },
  entry('model_index.json', 40),
  entry('unet/config.json', 2),
  lfs('unet/diffusion_pytorch_model.safetensors', 3),
  lfs('unet/diffusion_pytorch_model.fp16.safetensors', 2),
  entry('vae/config.json', 2),
  lfs('vae/diffusion_pytorch_model.safetensors', 3),
  entry('text_encoder/config.json', 2),
  lfs('text_encoder/model.safetensors', 3),
  entry('tokenizer/vocab.json', 2),
  entry('tokenizer/merges.txt', 2),
  entry('scheduler/scheduler_config.json', 2),
]; // prettier-ignore
const INFO = { _id: '1', id: 'owner/name', sha: COMMIT, private: false, gated: false };
const INDEX = { _class_name: 'StableDiffusionPipeline', unet: ['diffusers', 'UNet2DConditionModel'] };

/** Answers of the hub's API as JSON. */
interface Answers {
  readonly info: unknown;
  readonly tree: unknown;
  readonly index: unknown;
  readonly link: string | null;
}

const link = fc.constantFrom(null, null, null, '<>; rel="next"', '<http://[>; rel="next"', '</api/models/owner/name/tree/x>; rel="next"', 'x'.repeat(5000)); // prettier-ignore
const one = (seed: unknown) => mutatedJson([seed]).map(({ json }) => json);
const answers: fc.Arbitrary<Answers> = fc.oneof(
  fc.record({ info: one(INFO), tree: fc.constant<unknown>(TREE), index: fc.constant<unknown>(INDEX), link }),
  fc.record({ info: fc.constant<unknown>(INFO), tree: one(TREE), index: fc.constant<unknown>(INDEX), link }),
  fc.record({ info: fc.constant<unknown>(INFO), tree: fc.constant<unknown>(TREE), index: one(INDEX), link }),
);

/** A site's one answer, or two: what is at the address, and where it leads. */
interface SiteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** base64 */
  readonly body: string;
  readonly path: string;
}

const odd = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
const headers = fc.record({
  'content-type': odd(['application/octet-stream', 'text/html', 'application/json', '', 'x'.repeat(300)]),
  'content-disposition': odd(['attachment; filename="model.safetensors"', 'attachment; filename="../../x.safetensors"', "attachment; filename*=UTF-8''%2e%2e%2fx.safetensors", "attachment; filename*=UTF-8''%", 'attachment; filename=CON.safetensors', 'attachment; filename="a\\"b.safetensors"', `attachment; filename="${'a'.repeat(400)}.safetensors"`, 'attachment; filename="x.ckpt"', 'filename']),
  'content-range': odd(['bytes 0-1023/20000', 'bytes 0-1023/*', 'bytes */20000', 'bytes 5-1/2', 'bytes 0-0/-1', 'bytes 0-1/1e9', 'bytes 0-1/99999999999999999999', 'x']),
  'content-length': odd(['0', '20000', '10']),
  etag: odd(['"one"', 'W/"one"', '']),
  location: odd(['/model.safetensors', '/login', '//', 'http://[', 'file:///etc/passwd', 'data:text/plain,x', '/%', '', 'https://']),
  'transfer-encoding': odd(['chunked']),
}); // prettier-ignore
const site: fc.Arbitrary<SiteAnswer> = fc.record({
  status: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(200, 206) }, fc.constantFrom(204, 301, 302, 307, 401, 403, 404, 410, 416, 429, 500, 503)), // prettier-ignore
  headers: headers.map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<string, string>), // prettier-ignore
  body: fc
    .oneof(fc.constant(WEIGHTS), mutatedBytes([WEIGHTS.subarray(0, 2000), Buffer.from('<html>'), Buffer.from('{"error":1}')]))
    .map((bytes) => bytes.toString('base64')), // prettier-ignore
  path: fc.constantFrom('/model.safetensors', '/a%20b.safetensors', '/%', '/%00.safetensors', '/..%2f..%2fx.safetensors', '/api/download/7', `/${'a'.repeat(300)}.safetensors`, '/COM1.safetensors'), // prettier-ignore
});

/** Somebody gives up before the input counts as one that hangs. */
const NOW_MS = 1500;

/** @param answer what the server says to each request. `source`: what a person looks up, once it is known where the server is. */
async function openWith<Input>(
  folder: string,
  answer: (input: Input, request: IncomingMessage, response: ServerResponse) => void,
  source: (input: Input, address: string) => string,
): Promise<Subject<Input>> {
  let current: Input | null = null;
  const server = createServer((request, response) => {
    try {
      if (current !== null) answer(current, request, response);
    } catch {
      response.destroy(); // headers that Node itself refuses to send
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection = connect({ hub: address, proxy: null, token: null }, {});
  const models = join(folder, 'models');
  return {
    async try(input) {
      current = input;
      rmSync(models, { recursive: true, force: true });
      mkdirSync(models);
      const signal = AbortSignal.timeout(NOW_MS);
      const given = (error: unknown): never => {
        throw signal.aborted ? failure('given up') : error;
      };
      const offer = await readOffer(source(input, address), connection, signal).catch(given);
      const [chosen] = offer.choices;
      if (!chosen || !isSane(chosen)) return 'a choice with a size or a name that no file has';
      if (chosen.bytes > 2 ** 20) return null; // it would be fetched for a while
      const options = { models, connection, signal, on: () => {}, pausesMs: [0] };
      const place = await runDownload(newRecord(offer, chosen), options).catch(given);
      return relative(models, place).startsWith('..') || !hasOnly(models) ? 'a file outside of its folder' : null;
    },
    async close() {
      await connection.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function isSane({ bytes, target, files }: SizedChoice): boolean {
  const plain = (name: string) => name !== '' && name.length <= 255 && !/^\.\.?$|[/\\:\0]|[. ]$/.test(name);
  const sizes = [bytes, ...files.map((file) => file.bytes)];
  return (
    sizes.every((size) => Number.isSafeInteger(size) && size >= 0) &&
    target.every(plain) &&
    files.every(({ path }) => path.split('/').every(plain))
  );
}

/** Nothing but what was asked for lies in the folder of models. */
function hasOnly(models: string): boolean {
  return readdirSync(models).length <= 2;
}

/** The hub's API. */
export const hub: Target<Answers> = {
  name: 'hub',
  inputs: answers,
  open: (folder) =>
    openWith(
      folder,
      ({ info, tree, index, link: next }, { url = '' }, response) => {
        const found = /\/tree\//.test(url) ? tree : /\/revision\//.test(url) ? info : /model_index/.test(url) ? index : null; // prettier-ignore
        const more = next !== null && !url.includes('cursor') && /\/tree\//.test(url) ? { link: next } : {};
        response.writeHead(200, { 'content-type': 'application/json', ...more }).end(JSON.stringify(found));
      },
      () => 'owner/name',
    ),
};

/** Any other site. */
export const sites: Target<SiteAnswer> = {
  name: 'sites',
  inputs: site,
  open: (folder) =>
    openWith(
      folder,
      (input, _, response) => void response.writeHead(input.status, { ...input.headers, connection: 'close' }).end(Buffer.from(input.body, 'base64')), // prettier-ignore
      ({ path }, address) => `${address}${path}`,
    ),
};
