/**
 * `npm run fuzz -- [--target name]... [--runs n | --total n] [--seed n] [--json file]`: tries odd inputs, counts what they came to, and
 * lists what did harm.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drive } from './drive.ts';
import { asTable, countsOf, explained, type TargetCounts, totalOf } from './report.ts';
import type { Finding } from './target.ts';
import { TARGETS, targetNamed } from './targets.ts';

const SHOWN = 160;

const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    /** Inputs of each target. */
    runs: { type: 'string', default: '2000' },
    /** Inputs of all targets together, in place of `runs`. */
    total: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** A file for counts and findings, with whole inputs. */
    json: { type: 'string' },
  },
});

const targets = (values.target ?? TARGETS.map(({ name }) => name)).map(targetNamed);
const runs = values.total === undefined ? Number(values.runs) : Math.ceil(Number(values.total) / targets.length);
const seed = Number(values.seed);
if (!Number.isInteger(runs) || !Number.isInteger(seed))
  throw new Error('--runs, --total and --seed take whole numbers');

console.log(`${runs} inputs of each of ${targets.length} targets, seed ${seed}\n`);
const findings: Finding[] = [];
const counts: TargetCounts[] = [];
for (const { name } of targets) {
  const started = performance.now();
  const own: Finding[] = [];
  await drive([name], seed, runs, (finding) => own.push(finding));
  findings.push(...own);
  counts.push(countsOf(name, runs, own, (performance.now() - started) / 1000));
  for (const [words, all] of Object.entries(Object.groupBy(own, wordsOf))) {
    const [first] = all!;
    console.log(`${name}: ${all!.length} x ${words}\n    input ${first!.number}: ${first!.input.slice(0, SHOWN)}`);
  }
}
const total = totalOf(counts);
console.log(`\n${asTable([...counts, total])}`);
for (const words of explained(findings)) console.log(`\n${words}`);
if (values.json !== undefined) {
  writeFileSync(values.json, JSON.stringify({ runs, seed, targets: counts, total, findings }, null, 1));
}
process.exit(total.crashes + total.hangs + total.memory + total.raw + total.nonsense > 0 ? 1 : 0);

/** Numbers and names left out, so that findings of one kind are one line. */
function wordsOf({ outcome }: Finding): string {
  const words = 'words' in outcome ? outcome.words : '';
  return `${outcome.kind} ${words
    .replaceAll(/"[^"]*"+|'[^']*'/g, '"…"')
    .replaceAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/g, 'N')
    .slice(0, 160)}`.trim();
}
