/** A file of every kind that somebody may drop, the largest that are taken among them. */
import { randomFillSync } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { blackPng, chunk, header, png } from '../../pictures/probe/hostile.fixture.ts';
import { recordingPath } from '../../../native-models/reference/recording.ts';
import { withCarried } from '../../pictures/carried-texts.ts';
import { encodePng } from '../../pictures/picture.ts';
import { examplePicture } from '../../pictures/example-picture.fixture.ts';
import { withTexts } from '../../pictures/png-text.ts';

interface DroppedFile {
  /** `model: ` before what is dropped on the Models page. */
  readonly name: string;
  /** @returns its path. */
  make(folder: string): Promise<string> | string;
}

const MB = 2 ** 20;
const small = encodePng(examplePicture(64, 1, 0));

function file(name: string, bytes: () => Buffer | Promise<Buffer>): DroppedFile {
  return {
    name,
    async make(folder) {
      const path = join(folder, 'dropped.png');
      writeFileSync(path, await bytes());
      return path;
    },
  };
}

const text = (keyword: string, words: string) => withTexts(small, [{ keyword, text: words, encoding: 'utf8' }]);
const packed = (keyword: string, bytes: number) =>
  chunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), deflateSync(Buffer.alloc(bytes, ' '), { level: 9 })])); // prettier-ignore
const noise = (bytes: number) => randomFillSync(Buffer.alloc(bytes));

/** RGB noise, which does not compress. */
function noisyPng(width: number, height: number): Buffer {
  const rows = noise(height * (1 + width * 3));
  for (let row = 0; row < height; row += 1) rows[row * (1 + width * 3)] = 0;
  return png(chunk('IHDR', header(width, height)), chunk('IDAT', deflateSync(rows, { level: 0 })));
}

async function drawn(side: number, format: 'jpeg' | 'webp'): Promise<Buffer> {
  const canvas = createCanvas(side, side);
  const context = canvas.getContext('2d');
  for (let n = 0; n < 2000; n += 1) {
    context.fillStyle = `hsl(${(n * 137) % 360} 70% 50%)`;
    context.fillRect((n * 7919) % side, (n * 104_729) % side, side / 9, side / 13);
  }
  return format === 'jpeg' ? await canvas.encode('jpeg', 95) : await canvas.encode('webp', 60);
}

const cells = Array.from({ length: 10_000 }, (_, run) => ({ run, picture: 'a'.repeat(64), seconds: 1.5, speedup: 1.25, psnr: 30.5 })); // prettier-ignore
const SETTINGS = { modelId: 'embedded', device: 'cpu', prompt: 'a fox', negativePrompt: '', width: 64, height: 64, steps: 20, guidanceScale: 7.5, scheduler: 'pndm', seed: 1, strategy: null, initImage: null, vaeTiling: false }; // prettier-ignore
const seeds = Array.from({ length: 10_000 }, (_, n) => n);
const GRID = JSON.stringify({
  version: 1,
  program: { name: 'heirloom', version: '0.1.0' },
  created: '2026-10-05T12:00:00.000Z',
  group: 'g',
  settings: SETTINGS,
  axes: [{ kind: 'seed', values: seeds, labels: seeds.map(String) }],
  models: {},
  cells,
}); // prettier-ignore
const graph = JSON.stringify(Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [n, { class_type: 'LoraLoader', inputs: { lora_name: `lora ${n}`, model: [String(n), 0], text: 'x'.repeat(40) } }]))); // prettier-ignore
/** A program of a thousand calls, each with a mask of its own. */
const units = [
  'dn0.0.res',
  'dn0.0.attn',
  'dn1.0.res',
  'mid.0.res',
  'mid.0.attn',
  'up1.0.res',
  'up2.1.attn',
  'up3.2.res',
];
const PROGRAM = JSON.stringify({
  version: 1,
  program: { name: 'heirloom', version: '0.1.0' },
  created: '2026-10-05T12:00:00.000Z',
  model: { name: 'x', path: null, fingerprint: '0123456789abcdef' },
  ...SETTINGS,
  strategy: {
    kind: 'program',
    name: 'a program',
    masks: Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`m${n}`, units])),
    calls: Array.from({ length: 1000 }, (_, n) => (n === 0 ? {} : { inherit: [{ mask: `m${n % 900}` }] })),
    semantics: 'residual',
  },
  measured: { seconds: 1, unetSeconds: 1, idealSpeedup: 1 },
}); // prettier-ignore

export const droppedFiles: readonly DroppedFile[] = [
  file('the first one', () => small), // starts the decoder
  file('PNG of noise, 60 MB', () => noisyPng(4600, 4500)),
  file('PNG of 8192x8192', () => blackPng(8192, 8192)),
  file('PNG of 8192x8192 in colour', () =>
    png(chunk('IHDR', header(8192, 8192)), chunk('IDAT', deflateSync(Buffer.alloc(8192 * (1 + 8192 * 3))))),
  ),
  file('JPEG of 8192x8192', () => drawn(8192, 'jpeg')),
  file('WebP of 4096x4096', () => drawn(4096, 'webp')),
  file('PNG with 1 MB of parameters', () => text('parameters', `a fox, ${'masterpiece, '.repeat(70_000)}\nSteps: 20, Sampler: Euler a, Seed: 1`)), // prettier-ignore
  file('PNG with 1 MB of odd parameters', () => text('parameters', `a fox\nSteps: 20, Sampler: Euler a, ${'Hash: {"a": ['.repeat(60_000)}`)), // prettier-ignore
  file('PNG with 1 MB of lines', () => text('parameters', 'a: b, c: d\n'.repeat(90_000))),
  file('PNG with a graph of 6,000 nodes', () => text('prompt', graph)),
  file('PNG with texts that inflate to 64 MB', () =>
    png(
      chunk('IHDR', header(4, 4)),
      packed('heirloom-grid', 40 * MB),
      packed('heirloom', 16 * MB),
      packed('workflow', MB),
      packed('prompt', MB),
      chunk('IDAT', deflateSync(Buffer.alloc(52))),
    ),
  ),
  file('PNG with a grid of 10,000 cells', () => text('heirloom-grid', GRID)),
  file('PNG with 40 MB of a grid that is none', () => text('heirloom-grid', JSON.stringify({ cells: Array.from({ length: 400_000 }, () => cells[0]) }))), // prettier-ignore
  file('PNG with a program of 1,000 calls', () => text('heirloom', PROGRAM)),
  file('PNG with 40 MB of a start picture', () =>
    withTexts(small, [
      {
        keyword: 'heirloom',
        text: PROGRAM.replace('"initImage":null', '"initImage":{"strength":0.5}'),
        encoding: 'utf8',
      },
      { keyword: 'heirloom-init-image', text: noise(30 * MB).toString('base64'), encoding: 'latin1' },
    ]),
  ),
  file('PNG with 60 MB of texts nobody reads', () =>
    png(
      chunk('IHDR', header(4, 4)),
      ...Array.from({ length: 60 }, (_, n) =>
        chunk('tEXt', Buffer.concat([Buffer.from(`t${n}\0`), Buffer.alloc(MB, 'x')])),
      ),
      chunk('IDAT', deflateSync(Buffer.alloc(52))),
    ),
  ),
  file('PNG of 130,000 chunks', () => png(chunk('IHDR', header(4, 4)), Buffer.concat(Array.from({ length: 130_000 }, () => chunk('tEXt', Buffer.from('a\0b')))), chunk('IDAT', deflateSync(Buffer.alloc(52))))), // prettier-ignore
  file('JPEG with 20 MB of XMP', async () => withCarried(await drawn(64, 'jpeg'), 'jpeg', { parameters: 'a fox', json: new Map([['heirloom-grid', JSON.stringify(cells).repeat(20)]]) })), // prettier-ignore
  file('JPEG with 60 MB of segments', async () => {
    const jpeg = await drawn(64, 'jpeg');
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0xff, 0xff]), Buffer.alloc(65_533, 'x')]);
    return Buffer.concat([jpeg.subarray(0, 2), ...Array.from({ length: 950 }, () => segment), jpeg.subarray(2)]);
  }),
  file('WebP with 40 MB of XMP', async () => {
    const xmp = Buffer.alloc(40 * MB, '<a b="c"/>');
    const head = Buffer.alloc(8);
    head.write('XMP ', 'latin1');
    head.writeUInt32LE(xmp.length, 4);
    const whole = Buffer.concat([await drawn(64, 'webp'), head, xmp]);
    whole.writeUInt32LE(whole.length - 8, 4);
    return whole;
  }),
  file('a PNG cut in two', () => noisyPng(2000, 2000).subarray(0, 6_000_000)),
  file('a JPEG cut in two', async () => (await drawn(4096, 'jpeg')).subarray(0, 500_000)),
  file('60 MB of zeros', () => Buffer.alloc(60 * MB)),
  file('60 MB of noise', () => noise(60 * MB)),
  file('60 MB of words', () => Buffer.alloc(60 * MB, 'Steps: 20, a fox\n')),
  file('60 MB of a video', () =>
    Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), noise(60 * MB - 24)]),
  ),
  file('a zip that is broken', () => Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), noise(20 * MB)])),
  file('gzip of a gigabyte', () => gzipSync(Buffer.alloc(1024 * MB))),
  file('nothing', () => Buffer.alloc(0)),
  file('more than a message may be', () => noise(70 * MB)),
  model('safetensors of 600 MB', (path) => {
    const header = Buffer.from(
      JSON.stringify({ a: { dtype: 'F32', shape: [157_286_400], data_offsets: [0, 629_145_600] } }),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(path, Buffer.concat([length, header]));
    truncateSync(path, 8 + header.length + 629_145_600);
  }),
  model('safetensors of 300,000 tensors', (path) => {
    const names = Array.from({ length: 300_000 }, (_, n) => [`model.diffusion_model.t${n}.weight`, { dtype: 'F32', shape: [0], data_offsets: [0, 0] }]); // prettier-ignore
    const header = Buffer.from(JSON.stringify(Object.fromEntries(names)));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(path, Buffer.concat([length, header]));
  }),
  model('safetensors of zeros, 600 MB', (path) => {
    writeFileSync(path, '');
    truncateSync(path, 600 * MB);
  }),
  model('a folder of 10,000 files', (path) => {
    mkdirSync(path);
    for (let n = 0; n < 10_000; n += 1) writeFileSync(join(path, `${n}.safetensors`), '');
  }),
  model('a folder of 10,000 folders', (path) => {
    for (let n = 0; n < 10_000; n += 1) mkdirSync(join(path, String(n)), { recursive: true });
  }),
  { name: 'model: a checkpoint', make: () => recordingPath('single-file/sd1-ldm.safetensors') },
  { name: 'model: a model of diffusers', make: () => recordingPath('sd1/model') },
  { name: 'model: /dev/zero', make: () => '/dev/zero' },
];

function model(name: string, write: (path: string) => void): DroppedFile {
  return {
    name: `model: ${name}`,
    make(folder) {
      const path = join(folder, 'dropped.safetensors');
      write(path);
      return path;
    },
  };
}
