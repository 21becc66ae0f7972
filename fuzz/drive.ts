/** Tries many inputs of some targets in processes that may die, and says what came of those that did harm. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Job, NOT_BEGUN, positionIn, progressOf } from './progress.ts';
import { seedInputs } from './seeds.ts';
import { type Finding, HANG_MS, type Outcome } from './target.ts';

const ENTRY = fileURLToPath(new URL('./inputs-process.ts', import.meta.url));
const LOOK_MS = 100;
/** A process has to load before it begins, and to close what it opened. */
const START_MS = 60_000;

type Position = ReturnType<typeof positionIn>;

interface Ended {
  /** What it died of; null: it came to its end. */
  readonly at: Position | null;
  readonly outcome: Finding['outcome'] | null;
}

/**
 * One target after the other, in one process as long as that lives.
 * @param runs how many inputs of each; those of `seeds/` come besides, and first.
 * @param onFinding is told of each as it is found.
 */
export async function drive(
  targets: readonly string[],
  seed: number,
  runs: number,
  onFinding: (finding: Finding) => void,
): Promise<void> {
  let jobs: readonly Job[] = targets.map((target) => ({ target, from: -seedInputs(target).length, to: runs }));
  while (jobs.length > 0) {
    const { at, outcome } = await runOnce(jobs, seed, onFinding);
    if (at === null) return;
    const [broken, ...rest] = jobs.slice(at.job);
    const { target } = broken!;
    if (outcome && (await again({ target, from: at.number, to: at.number + 1 }, seed)))
      onFinding({ target, number: at.number, outcome, input: '' });
    jobs = at.number + 1 < runs ? [{ target, from: at.number + 1, to: runs }, ...rest] : rest;
  }
}

/** Alone, with a fresh process: what was only a busy machine, or left by the inputs before, is no finding. */
async function again(job: Job, seed: number): Promise<boolean> {
  const { at } = await runOnce([job], seed, () => {});
  return at !== null;
}

async function runOnce(jobs: readonly Job[], seed: number, onFinding: (finding: Finding) => void): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'heirloom-fuzz-'));
  const progress = join(folder, 'progress');
  writeFileSync(progress, progressOf(0, NOT_BEGUN));
  const child = fork(ENTRY, [JSON.stringify(jobs), String(seed), progress], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }); // prettier-ignore
  let words = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)));
  child.on('message', (finding: Finding) => onFinding(finding));
  const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
  const position = () => positionIn(readFileSync(progress));
  const isOpening = ({ job, number }: Position) => number === NOT_BEGUN || number === jobs[job]!.to;
  try {
    const hung = await watch(child, closed, position, isOpening);
    const [code, signal] = await closed;
    if (hung) return { at: position(), outcome: { kind: 'hang' } };
    if (existsSync(`${progress}.ended`)) return { at: position(), outcome: { kind: 'memory' } };
    if (code === 0) return { at: null, outcome: null };
    const at = position();
    if (isOpening(at)) throw new Error(`${jobs[at.job]!.target}: the process ended outside of any input\n${words}`);
    const outcome: Outcome = { kind: 'crash', words: `${signal ?? `exit code ${code}`} ${words.trim().slice(-300)}` };
    return { at, outcome };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns whether it had to be killed: one input took longer than {@link HANG_MS}. */
async function watch(
  child: { kill(signal: 'SIGKILL'): boolean },
  closed: Promise<unknown>,
  position: () => Position,
  isOpening: (at: Position) => boolean,
): Promise<boolean> {
  const over = closed.then(() => true);
  let [last, since] = [position(), performance.now()];
  while (!(await Promise.race([over, delay(LOOK_MS, false)]))) {
    const at = position();
    if (at.job !== last.job || at.number !== last.number) [last, since] = [at, performance.now()];
    else if (performance.now() - since > (isOpening(at) ? START_MS : HANG_MS)) {
      child.kill('SIGKILL');
      return true;
    }
  }
  return false;
}
