import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isAlive } from '../../compute/engine.fixture.ts';
import { PIL_PICTURES } from '../probe/pil-pictures.fixture.ts';
import { type DecoderOptions, PictureDecoder } from './picture-decoder.ts';

const LOST = new URL('lost-decoder.fixture.ts', import.meta.url);
const PICTURE = PIL_PICTURES[0]!.file;

function opened(options: DecoderOptions = {}): PictureDecoder {
  const decoder = new PictureDecoder(options);
  onTestFinished(() => decoder.rest());
  return decoder;
}

const causeOf = (error: unknown) => String((error as Error).cause);

test.each([
  ['crash', 'SIGSEGV'],
  ['leave', 'exit code 3'],
  ['grow', 'MB of memory were taken'],
])(
  'a picture that makes its process %s is one that cannot be read; the next gets another process',
  async (deed, how) => {
    const decoder = opened({ entry: LOST });
    const error = await decoder.sizeOf(PICTURE, deed).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'Problem', message: `${deed}: not a picture that can be read` });
    expect(causeOf(error)).toContain(how);
    expect(await decoder.sizeOf(PICTURE, 'well')).toEqual({ width: 1, height: 1 });
  },
);

test('one that takes too long is said to, and those behind it are read', async () => {
  const decoder = opened({ entry: LOST, timeoutMs: 3000 });
  const hung = decoder.sizeOf(PICTURE, 'hang');
  const behind = decoder.sizeOf(PICTURE, 'well');
  await expect(hung).rejects.toThrow('hang: not a picture that can be read: reading it took more than 3 s');
  expect(await behind).toEqual({ width: 1, height: 1 });
});

test('a process that cannot start is no fault of the picture', async () => {
  const decoder = opened({ entry: new URL('no-such-module.ts', import.meta.url) });
  const words = /^The process that reads pictures could not be started \(exit code 1: .*Cannot find module/s;
  await expect(decoder.sizeOf(PICTURE, 'x')).rejects.toThrow(words);
});

test('one killed while it waited is replaced', async () => {
  const decoder = opened();
  const sizes = [await decoder.sizeOf(PICTURE, 'x')];
  const pid = decoder.pid!;
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(decoder.pid).toBeNull());
  sizes.push(await decoder.sizeOf(PICTURE, 'x'));
  expect(sizes[0]).toEqual(sizes[1]);
  expect(decoder.pid).not.toBe(pid);
});

test('it stays for the next picture, ends when none comes, and when the program closes', async () => {
  const decoder = opened();
  await Promise.all([decoder.sizeOf(PICTURE, 'a'), decoder.sizeOf(PICTURE, 'b')]);
  const pid = decoder.pid!;
  await decoder.sizeOf(PICTURE, 'c');
  expect(decoder.pid).toBe(pid);
  await decoder.rest();
  expect(isAlive(pid)).toBe(false);

  const short = opened({ idleMs: 1 });
  await short.sizeOf(PICTURE, 'a');
  await vi.waitFor(() => expect(short.pid).toBeNull(), { timeout: 5000 });
});

const program = (then: string) => `
  import { PictureDecoder } from ${JSON.stringify(new URL('picture-decoder.ts', import.meta.url).href)};
  const decoder = new PictureDecoder({ entry: new URL(${JSON.stringify(LOST.href)}) });
  await decoder.sizeOf(${JSON.stringify(import.meta.filename)}, 'well');
  console.log(decoder.pid);
  ${then}`;

test.each([
  ['waits', ''],
  ['is at a picture and never comes back', "decoder.sizeOf(import.meta.filename, 'hang');"],
])('it does not outlive a program that was killed while it %s', async (_, then) => {
  const source = program(`${then} setInterval(() => {}, 1000);`);
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
  expect(isAlive(Number(pid))).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(Number(pid))).toBe(false), { timeout: 5000 });
});

test('a program that has nothing else to do ends at once, and its decoder with it', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program('')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [[pid], [code]] = (await Promise.all([once(parent.stdout, 'data'), once(parent, 'exit')])) as [
    [Buffer],
    [number],
  ];
  expect(code).toBe(0);
  await vi.waitFor(() => expect(isAlive(Number(pid))).toBe(false), { timeout: 5000 });
});
