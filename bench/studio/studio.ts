/** `npm run bench -- studio`: what a person waits for in the studio, and what it costs while it is open. */
import { parseArgs } from 'node:util';
import { describeMachine, thisMachine } from '../machine.ts';
import { recordResults, table, writeSection } from '../record.ts';
import { frames } from './frames.ts';
import { history } from './history.ts';
import { memory } from './memory.ts';
import { processes } from './process.ts';
import { targetInWords, type Row, spreadInWords } from './row.ts';
import { start } from './start.ts';
import { watching } from './watching.ts';

/** By name: what it measures. */
const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = { start, frames, watching, processes, memory, history };

const HELP = `npm run bench -- studio            everything, written to bench/results/studio.json and docs/performance.md
npm run bench -- studio <part>     one part, only printed: ${Object.keys(PARTS).join(', ')}`;

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !(name in PARTS));
if (values.help || unknown !== undefined) {
  console.log(unknown === undefined ? HELP : `studio has no part "${unknown}"\n\n${HELP}`);
  process.exit(unknown === undefined ? 0 : 1);
}

const wanted = positionals.length > 0 ? positionals : Object.keys(PARTS);
const rows: Row[] = [];
for (const name of wanted) {
  const measured = await PARTS[name]!();
  for (const each of measured) console.log(`${each.what.padEnd(90)}${spreadInWords(each)}  ${targetInWords(each)}`);
  rows.push(...measured);
}
if (positionals.length === 0) {
  const machine = thisMachine();
  const lines = rows.map((each) => [each.what, spreadInWords(each), targetInWords(each)]);
  await recordResults('studio', { machine, rows });
  await writeSection('studio', `${describeMachine(machine)}.\n\n${table(['what', 'measured', 'at most'], lines)}`);
}
