/** `npm run bench -- sd15`: Stable Diffusion 1.5's shapes at 512x512, ours beside its peers, one unit of work at a time in turns. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGE_ROOT } from '../../main/base/places.ts';
import type { DeviceOptions } from '../../native-models/runtime/device.ts';
import { HEAP_ENVIRONMENT } from '../../native-models/runtime/heap.ts';
import { writeSection } from '../record.ts';
import type { Command } from './contender.ts';
import { measureBlock, type Outcome } from './measure.ts';
import { PEERS_FOLDER, PLACES } from './places.ts';
import { diffusersPython, type Interpreter, peerVersions, sdcppPython } from './python.ts';
import { inWords, report } from './report.ts';
import { savedResults, type Results, resultsToGoOnWith, unmeasured, writeResults, withOutcomes } from './results.ts';
import { Turns } from './turns.ts';
import { blocks, type ContenderId, type Group, GROUPS } from './rows.ts';
import { modelFolder } from './weights.ts';

const HELP = `npm run bench -- sd15     measures what is not in bench/results/sd15.json yet; may be stopped and goes on

  --rows <groups>     only these, comma separated:
${Object.entries(GROUPS)
  .map(([name, what]) => `                        ${name.padEnd(12)}${what}`)
  .join('\n')}
  --block <text>      only blocks whose name has this in it
  --again             measures anew what is there already
  --quick             one round of everything: to try the bench, not to quote
  --rounds <n>        so many rounds
  --threads <n>       of every contender; 2 unless given
  --priority=<n>      nice value of the contenders, such as -10
  --lock <file>       takes turns of some minutes with other heavy work, by this file's lock (flock)
  --report            only writes docs/performance.md from what is there`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    rows: { type: 'string' },
    block: { type: 'string' },
    again: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    threads: { type: 'string', default: '2' },
    priority: { type: 'string', default: '0' },
    lock: { type: 'string' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const groups = (values.rows?.split(',') ?? Object.keys(GROUPS)) as Group[];
const unknown = groups.find((name) => !(name in GROUPS));
if (unknown !== undefined) {
  console.error(`there are no rows "${unknown}"\n\n${HELP}`);
  process.exit(1);
}

const threads = Number(values.threads);
const results = values.report ? savedResults() : await measure();
if (!results) {
  console.error('nothing was measured yet: run it without --report');
  process.exit(1);
}
await writeSection('sd15', report(results));

async function measure(): Promise<Results> {
  const diffusers = diffusersPython();
  const commands = contenders(diffusers, sdcppPython(diffusers));
  let results = resultsToGoOnWith({ threads, versions: peerVersions() });
  const turns = new Turns(values.lock);
  for (const block of blocks()) {
    if (!groups.includes(block.group) || !block.id.includes(values.block ?? '')) continue;
    const rows = values.again ? block.rows : unmeasured(block, results);
    if (rows.length === 0) continue;
    console.log(`\n${block.id}`);
    const rounds = values.quick ? 1 : values.rounds === undefined ? undefined : Number(values.rounds);
    const keep = async (outcomes: ReadonlyMap<string, Outcome>) => {
      const at = { date: new Date().toISOString().slice(0, 16), commit: commit() };
      results = withOutcomes(results, block, outcomes, at);
      await writeResults(results);
    };
    const outcomes = await measureBlock(
      { ...block, rows },
      {
        commands,
        priority: Number(values.priority),
        turns,
        rounds,
        async onSample(row, samples) {
          console.log(`  ${row.id.padEnd(32)}${inWords(block, samples.at(-1)!)}`);
          await keep(new Map([[row.id, { samples }]]));
        },
      },
    );
    await keep(outcomes);
    for (const [row, outcome] of outcomes) {
      if ('missing' in outcome) console.log(`  ${row.padEnd(32)}${outcome.missing}`);
    }
  }
  turns.end();
  return results;
}

function contenders(
  diffusers: Interpreter,
  sdcpp: Interpreter,
): Readonly<Record<ContenderId, Command | { readonly missing: string }>> {
  const model = modelFolder('float32', diffusers);
  const half = modelFolder('float16', diffusers);
  const ours = (settings: Pick<DeviceOptions, 'memory' | 'spelledOut'> = {}, folder = model): Command => ({
    command: process.execPath,
    args: [
      join(PACKAGE_ROOT, 'bench', 'sd15', 'ours.ts'),
      folder,
      PLACES.data,
      String(threads),
      JSON.stringify(settings),
    ],
    env: HEAP_ENVIRONMENT,
  });
  const peer = (
    interpreter: Interpreter,
    script: string,
    settings: object = {},
  ): Command | { readonly missing: string } =>
    'missing' in interpreter
      ? interpreter
      : {
          command: interpreter.python,
          args: [join(PEERS_FOLDER, script), model, String(threads), JSON.stringify(settings)],
          env: { OMP_NUM_THREADS: String(threads) },
        };
  return {
    ours: ours(),
    'ours small': ours({ memory: 'small' }),
    'ours f16': ours({}, half),
    'ours fastest': ours({ memory: 'fastest' }),
    'ours spelled-out attention': ours({ spelledOut: ['MultiHeadAttention'] }),
    diffusers: peer(diffusers, 'diffusers_peer.py'),
    'diffusers bf16': peer(diffusers, 'diffusers_peer.py', { dtype: 'bfloat16' }),
    'sd.cpp': peer(sdcpp, 'sdcpp_peer.py'),
    'sd.cpp flash attention': peer(sdcpp, 'sdcpp_peer.py', { diffusion_flash_attn: true }),
    'sd.cpp direct convolution': peer(sdcpp, 'sdcpp_peer.py', { diffusion_conv_direct: true }),
    'sd.cpp q8_0': peer(sdcpp, 'sdcpp_peer.py', { wtype: 'q8_0' }),
  };
}

function commit(): string | null {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty=+', '--exclude=*'], {
    cwd: PACKAGE_ROOT,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
}
