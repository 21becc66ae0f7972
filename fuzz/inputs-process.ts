/**
 * The process that tries inputs, one after the other, and may die of one: `inputs-process <jobs as JSON> <seed> <progress>`.
 * It writes which job's which input is at hand into the file `progress`, so that whoever started it knows what it died of.
 */
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { rawWords } from './judge.ts';
import { type Job, progressOf } from './progress.ts';
import { seedInputs } from './seeds.ts';
import { type Finding, MEMORY_BYTES, type Outcome, type Target } from './target.ts';
import { targetNamed } from './targets.ts';

const [given = '[]', seed = '0', progress = ''] = process.argv.slice(2);
/** Targets in their order, each with the numbers of its inputs. */
const jobs = JSON.parse(given) as readonly Job[]; // as drive.ts wrote it

/** Ends the process over {@link MEMORY_BYTES}: the thread that tries inputs may be too busy to look. */
const WATCH = `
  const { writeFileSync } = require('node:fs');
  const { workerData: { most, file } } = require('node:worker_threads');
  setInterval(() => {
    if (process.memoryUsage.rss() < most) return;
    writeFileSync(file, 'memory');
    process.kill(process.pid, 'SIGKILL');
  }, 20);
`;

/**
 * Input `number` under `seed`; negative numbers are those of `seeds/`, -1 the first.
 * @returns undefined beyond the last of `seeds/`.
 */
function inputOf(target: Target, number: number): unknown {
  if (number < 0) return seedInputs(target.name)[-1 - number];
  return fc.sample(target.inputs, { seed: Number(seed) * 1_000_003 + number, numRuns: 1 })[0];
}

async function judged(attempt: () => Promise<string | null>): Promise<Outcome> {
  try {
    const nonsense = await attempt();
    return nonsense === null ? { kind: 'fine' } : { kind: 'nonsense', words: nonsense };
  } catch (error) {
    const words = rawWords(error);
    return words === null ? { kind: 'fine' } : { kind: 'raw', words };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'heirloom-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('disconnect', () => process.exit());
new Worker(WATCH, { eval: true, workerData: { most: MEMORY_BYTES, file: `${progress}.ended` } }).unref();

const file = openSync(progress, 'r+');
/** Said before it goes on: what comes next may be its end. */
const tell = (finding: Finding) => new Promise((resolve) => process.send?.(finding, undefined, undefined, resolve));
const note = (job: number, number: number) => void writeSync(file, progressOf(job, number), 0, 8, 0);
for (const [job, { target: name, from, to }] of jobs.entries()) {
  const target = targetNamed(name);
  const subject = await target.open(mkdtempSync(join(folder, `${name}-`)));
  for (let number = from; number < to; number++) {
    note(job, number);
    const input = inputOf(target, number);
    const outcome = await judged(() => subject.try(input));
    if (outcome.kind !== 'fine')
      await tell({ target: name, number, outcome, input: JSON.stringify(input) ?? 'undefined' });
  }
  note(job, to);
  await subject.close?.();
}
process.exit(0);
