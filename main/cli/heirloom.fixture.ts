/** The command line as a process of its own, in a folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { decoder } from '../pictures/decoder/decoder.ts';
import { PACKAGE_ROOT } from '../base/places.ts';
import { runCli } from './run.ts';

export const RECORDINGS = join(PACKAGE_ROOT, 'native-models/reference/recordings');

export const MODEL = join(RECORDINGS, 'sd1/model');

/** Where it runs; what it writes is here. */
export const work = await mkdtemp(join(tmpdir(), 'heirloom-cli-'));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Commands that compute do so in one thread: tests go side by side, and threads that wait for one another spin. */
const COMPUTING: ReadonlySet<string> = new Set(['generate', 'compare']);

function inOneThread(args: readonly string[]): readonly string[] {
  return COMPUTING.has(args[0] ?? '') && args.length > 1 ? [...args, '--threads', '1'] : args;
}

/** @param interruptAfter Ctrl-C as soon as stdout or stderr shows it. */
export async function heirloom(
  args: readonly string[],
  interruptAfter?: RegExp,
  env: NodeJS.ProcessEnv = { ...process.env, HEIRLOOM_DATA: join(work, 'data') },
): Promise<Outcome> {
  const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'main/cli.ts'), ...inOneThread(args)], {
    cwd: work,
    env,
  });
  const text = { stdout: '', stderr: '' };
  let interrupted = false;
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (data: Buffer) => {
      text[stream] += data.toString();
      if (!interrupted && interruptAfter?.test(text[stream])) interrupted = child.kill('SIGINT');
    });
  }
  return await new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text })));
}

/** The same without a process of its own, whose start takes longer than most answers. */
export async function answered(args: readonly string[]): Promise<Outcome> {
  const text = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((written) => {
      text[stream] += String(written);
      return true;
    }),
  );
  vi.stubEnv('HEIRLOOM_DATA', join(work, 'data'));
  const here = process.cwd();
  process.chdir(work);
  try {
    const code = await runCli(inOneThread(args));
    return { code, ...text };
  } finally {
    process.chdir(here);
    process.exitCode = 0;
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

/** Flags of a picture that takes a moment. */
export const tiny = ['--model', MODEL, '--size', '64', '--steps', '12', '--scheduler', 'ddim', '--seed', '7'];

/** RGB of a picture's file. */
export async function pixels(path: string) {
  return await decoder.pixels(await readFile(path), path);
}
