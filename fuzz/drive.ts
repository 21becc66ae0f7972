/** Tries many inputs of one target in processes that may die, and says what came of those that did harm. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seedInputs } from './seeds.ts';
import { type Finding, HANG_MS, type Outcome } from './target.ts';

const ENTRY = fileURLToPath(new URL('./inputs-process.ts', import.meta.url));
const LOOK_MS = 100;
/** A process has to load before it begins, and to close what it opened. */
const START_MS = 60_000;
const NOT_BEGUN = -(2 ** 31);

interface Range {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

interface Ended {
  /** The input it died of; null: it came to its end. */
  readonly at: number | null;
  readonly outcome: Finding['outcome'] | null;
}

type Message = { readonly number: number; readonly outcome: Finding['outcome']; readonly input: string };

/**
 * @param runs how many inputs; those of `seeds/` come besides, and first.
 * @param onFinding is told of each as it is found.
 */
export async function drive(
  target: string,
  seed: number,
  runs: number,
  onFinding: (finding: Finding) => void,
): Promise<void> {
  let from = -seedInputs(target).length;
  while (from < runs) {
    const { at, outcome } = await runOnce({ target, seed, from, to: runs }, onFinding);
    if (at === null) return;
    if (outcome && (await again({ target, seed, from: at, to: at + 1 })))
      onFinding({ target, number: at, outcome, input: '' });
    from = at + 1;
  }
}

/** Alone, with a fresh process: what was only a busy machine, or left by the inputs before, is no finding. */
async function again(range: Range): Promise<boolean> {
  const { at } = await runOnce(range, () => {});
  return at !== null;
}

async function runOnce({ target, seed, from, to }: Range, onFinding: (finding: Finding) => void): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'heirloom-fuzz-'));
  const progress = join(folder, 'progress');
  const start = Buffer.alloc(4);
  start.writeInt32LE(NOT_BEGUN);
  writeFileSync(progress, start);
  const child = fork(ENTRY, [target, String(seed), String(from), String(to), progress], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }); // prettier-ignore
  let words = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)));
  child.on('message', ({ number, outcome, input }: Message) => onFinding({ target, number, outcome, input }));
  const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
  const position = () => readFileSync(progress).readInt32LE();
  try {
    const hung = await watch(child, closed, position, to);
    const [code, signal] = await closed;
    if (hung) return { at: position(), outcome: { kind: 'hang' } };
    if (existsSync(`${progress}.ended`)) return { at: position(), outcome: { kind: 'memory' } };
    if (code === 0) return { at: null, outcome: null };
    if (position() === NOT_BEGUN) throw new Error(`${target}: the process ended before its first input\n${words}`);
    const outcome: Outcome = { kind: 'crash', words: `${signal ?? `exit code ${code}`} ${words.trim().slice(-300)}` };
    return { at: position(), outcome };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns whether it had to be killed: one input took longer than {@link HANG_MS}. */
async function watch(
  child: { kill(signal: 'SIGKILL'): boolean },
  closed: Promise<unknown>,
  position: () => number,
  to: number,
): Promise<boolean> {
  const over = closed.then(() => true);
  let [last, since] = [NOT_BEGUN, performance.now()];
  while (!(await Promise.race([over, delay(LOOK_MS, false)]))) {
    const at = position();
    if (at !== last) [last, since] = [at, performance.now()];
    else if (performance.now() - since > (at === NOT_BEGUN || at === to ? START_MS : HANG_MS)) {
      child.kill('SIGKILL');
      return true;
    }
  }
  return false;
}
