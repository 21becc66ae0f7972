/**
 * `heirloom-gpu/run <folder>`, from the archive that pack.ts makes, on a Linux machine with an NVIDIA card and a Python with PyTorch:
 * measures, and writes gpu.json into the folder after every change.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Shape, SHAPES } from '../results.ts';
import { summary } from '../summary.ts';
import { commandOf, type Surroundings } from './contenders.ts';
import { CardMemory } from './memory.ts';
import { type Phase, PHASES } from './phases.ts';
import { Pool } from './pool.ts';
import { RunRecord } from './run-record.ts';

const HELP = `run <folder for gpu.json> [options]
  --shape <${SHAPES.join('|')}>   tiny only tries it
  --seconds <n>          no phase begins after that; 455 unless given
  --patience <n>         multiplies how long anything may take: for a card in software
  --phases <names>       only these, comma separated: ${PHASES.map(({ name }) => name).join(', ')}`;

/** To end what was begun in time: a process that is ended has to load everything again. */
const GRACE_MS = 10_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    shape: { type: 'string', default: 'sd15' },
    seconds: { type: 'string', default: '455' },
    patience: { type: 'string', default: '1' },
    phases: { type: 'string' },
  },
});
const [out] = positionals;
if (values.help || out === undefined || !SHAPES.includes(values.shape as Shape)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'heirloom-gpu-'));
const patience = Number(values.patience);
const end = performance.now() + Number(values.seconds) * 1000 * patience;
let surroundings: Surroundings = {
  vulkan: {},
  torchDevice: 'cpu',
  libraries: [],
  weights: join(folder, 'weights'),
  data: join(folder, 'data'),
};
const pool = new Pool((id) => commandOf(id, surroundings));
const record = new RunRecord(resolve(out), values.shape as Shape);
try {
  using memory = new CardMemory();
  for (const phase of PHASES) {
    if (values.phases && !values.phases.split(',').includes(phase.name)) continue;
    await carryOut(phase, memory);
  }
} finally {
  pool.closeAll();
  rmSync(folder, { recursive: true, force: true });
}
console.log(summary(record.results));
process.exit();

/** A phase that fails says so, and the next begins. */
async function carryOut({ name, seconds: most, run }: Phase, memory: CardMemory): Promise<void> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  const until = Math.min(started + most * 1000 * patience, end);
  try {
    if (started > end) throw new Error('no time was left for it');
    pool.limit(until + GRACE_MS, patience);
    await run({ folder, shape: record.results.shape, record, pool, memory, surroundings, learn }, until);
    record.put('phases', { phase: name, seconds: seconds() });
  } catch (error) {
    record.put('phases', { phase: name, seconds: seconds(), failed: (error as Error).message });
  }
  const { failed = '' } = record.results.phases.at(-1)!;
  console.log(`${name}: ${seconds()} s ${failed}`);
}

function learn(found: Partial<Surroundings>): void {
  surroundings = { ...surroundings, ...found };
}
