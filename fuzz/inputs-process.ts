/**
 * The process that tries inputs, one after the other, and may die of one: `inputs-process <target> <seed> <from> <to> <progress>`.
 * It writes the number of the input at hand into the file `progress`, so that whoever started it knows which it was.
 */
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { rawWords } from './judge.ts';
import { seedInputs } from './seeds.ts';
import { MEMORY_BYTES, type Outcome, type Target } from './target.ts';
import { targetNamed } from './targets.ts';

const [name = '', seed = '0', from = '0', to = '0', progress = ''] = process.argv.slice(2);

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

const target = targetNamed(name);
const folder = mkdtempSync(join(tmpdir(), 'heirloom-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('disconnect', () => process.exit());
new Worker(WATCH, { eval: true, workerData: { most: MEMORY_BYTES, file: `${progress}.ended` } }).unref();

const file = openSync(progress, 'r+');
const note = (number: number) => {
  const at = Buffer.alloc(4);
  at.writeInt32LE(number);
  writeSync(file, at, 0, 4, 0);
};
const subject = await target.open(folder);
for (let number = Number(from); number < Number(to); number++) {
  note(number);
  const input = inputOf(target, number);
  const outcome = await judged(() => subject.try(input));
  if (outcome.kind !== 'fine') process.send?.({ number, outcome, input: JSON.stringify(input) ?? 'undefined' });
}
note(Number(to));
await subject.close?.();
process.exit(0);
