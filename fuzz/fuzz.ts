/** `npm run fuzz -- [--target name]... [--runs n] [--seed n] [--input n]`: tries odd inputs, and lists what did harm. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drive } from './drive.ts';
import type { Finding } from './target.ts';
import { TARGETS, targetNamed } from './targets.ts';

const SHOWN = 160;

const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    /** Inputs of each target. */
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** A file for the findings, as JSON with whole inputs. */
    out: { type: 'string' },
  },
});

const targets = (values.target ?? TARGETS.map(({ name }) => name)).map(targetNamed);
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isInteger(runs) || !Number.isInteger(seed)) throw new Error('--runs and --seed take whole numbers');

console.log(`${runs} inputs of each of ${targets.length} targets, seed ${seed}`);
const findings: Finding[] = [];
for (const { name } of targets) {
  const started = performance.now();
  const own: Finding[] = [];
  await drive(name, seed, runs, (finding) => own.push(finding));
  findings.push(...own);
  const counts = Object.entries(Object.groupBy(own, ({ outcome }) => outcome.kind));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${name}: ${counts.map(([kind, all]) => `${all.length} ${kind}`).join(', ') || 'nothing'} (${seconds} s)`,
  );
  for (const [words, all] of Object.entries(Object.groupBy(own, wordsOf))) {
    const [first] = all!;
    console.log(`  ${all!.length} x ${words}\n      input ${first!.number}: ${first!.input.slice(0, SHOWN)}`);
  }
}
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(findings, null, 1));
process.exit(findings.some(({ outcome }) => outcome.kind !== 'nonsense') ? 1 : 0);

/** Numbers and names left out, so that findings of one kind are one line. */
function wordsOf({ outcome }: Finding): string {
  const words = 'words' in outcome ? outcome.words : '';
  return `${outcome.kind} ${words.replaceAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/g, 'N').slice(0, 160)}`.trim();
}
