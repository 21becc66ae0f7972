/** The parts of a run, in the order of their worth: a run that is cut off has the first ones. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Card, Shape } from '../results.ts';
import { PYTHON_ENVIRONMENT, type Surroundings, whyNot } from './contenders.ts';
import type { CardMemory } from './memory.ts';
import { apart, readNumbers } from './numbers.ts';
import { archived, PYTHON } from './places.ts';
import type { Pool } from './pool.ts';
import { COMPARED, type ContenderId, type Group, GROUPS } from './rows.ts';
import type { RunRecord } from './run-record.ts';
import { inTurns } from './turns.ts';
import { findVulkan } from './vulkan.ts';
import { PLANS } from './works.ts';

export interface Run {
  readonly folder: string;
  readonly shape: Shape;
  readonly record: RunRecord;
  readonly pool: Pool;
  readonly memory: CardMemory;
  readonly surroundings: Surroundings;
  learn(found: Partial<Surroundings>): void;
}

export interface Phase {
  readonly name: string;
  /** The most it may take. */
  readonly seconds: number;
  run(run: Run, until: number): Promise<void> | void;
}

const SELF_TEST_SECONDS = 60;
const OUTPUT_SECONDS = 60;
const KERNEL_SECONDS = 30;
const COMPARED_FIRST = ['pytorch f32', 'ours webgpu f32', 'ours webgpu f16', 'pytorch f16', 'ours cpu'] as const;

export const PHASES: readonly Phase[] = [
  { name: 'card', seconds: 10, run: card },
  { name: 'python', seconds: 60, run: python },
  { name: 'vulkan', seconds: 60, run: vulkan },
  { name: 'weights', seconds: 90, run: weights },
  { name: 'self-test', seconds: 90, run: selfTests(['ours webgpu f32', 'ours webgpu f16', 'ours webgpu auto']) },
  { name: 'calls', seconds: 110, run: measuring(GROUPS.calls) },
  { name: 'calls in float32', seconds: 100, run: measuring(GROUPS.exactCalls) },
  { name: 'agreement', seconds: 60, run: agreement(COMPARED_FIRST) },
  { name: 'decoder', seconds: 40, run: measuring(GROUPS.decoder) },
  { name: 'kernels', seconds: 40, run: kernels },
  { name: 'compiled', seconds: 150, run: measuring(GROUPS.compiled) },
  { name: 'self-test of cuda', seconds: 60, run: selfTests(['ours cuda f32', 'ours cuda f16']) },
  { name: 'cuda', seconds: 90, run: measuring(GROUPS.cuda) },
  { name: 'agreement of cuda', seconds: 30, run: agreement(['ours cuda f32', 'ours cuda f16']) },
  { name: 'generations', seconds: 60, run: measuring(GROUPS.generations) },
];

function card({ record }: Run): void {
  const query = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits', '-i', '0'];
  const [name, driver, memoryMiB] = said('nvidia-smi', query, 10).trim().split(', ') as [string, string, string];
  record.set({ card: { name, driver, memoryMiB: Number(memoryMiB) } satisfies Card });
}

function python({ record, learn }: Run): void {
  const { versions, cuda, libraries } = JSON.parse(
    said(PYTHON, [join(archived('peers'), 'facts.py')], 60, PYTHON_ENVIRONMENT),
  ) as { versions: Record<string, string>; cuda: boolean; libraries: string[] };
  record.set({ versions });
  learn({ torchDevice: cuda ? 'cuda' : 'cpu', libraries });
  if (!cuda) throw new Error('PyTorch sees no card: what needs one is computed by the processor');
}

function vulkan({ folder, record, learn }: Run): void {
  const tried = findVulkan(folder);
  record.set({ vulkan: tried });
  learn({ vulkan: tried.at(-1)!.environment });
  const { devices = [] } = tried.at(-1)!;
  if (devices.length === 0) throw new Error(tried.map(({ error }) => error ?? 'no devices').join(' | '));
}

/** On the card where that goes: it takes the processor ten times as long. */
function weights({ shape, surroundings }: Run, until: number): void {
  const make = (device: string) => {
    const script = join(archived('peers'), 'card_weights.py');
    const args = [script, surroundings.weights, archived('tokenizer'), shape, device];
    said(PYTHON, args, (until - performance.now()) / 1000, PYTHON_ENVIRONMENT);
  };
  try {
    make(surroundings.torchDevice);
  } catch (error) {
    if (surroundings.torchDevice === 'cpu') throw error;
    rmSync(surroundings.weights, { recursive: true, force: true });
    make('cpu');
  }
}

function selfTests(contenders: readonly string[]): Phase['run'] {
  return async ({ pool, record }) => {
    for (const contender of contenders.filter((id) => !whyNot(id))) {
      const precision = contender.split(' ').at(-1)!;
      try {
        const { found } = await pool.ask(contender, { do: 'selfTest' }, SELF_TEST_SECONDS);
        record.put('selfTests', { contender, precision, found: found! });
      } catch (error) {
        record.put('selfTests', { contender, precision, failed: (error as Error).message });
      }
      if (precision === 'auto') pool.close(contender);
    }
  };
}

function measuring(group: Group): Phase['run'] {
  return async ({ pool, memory, record }, until) => {
    const rows = group.rows.filter(({ contender }) => !whyNot(contender));
    for (const contender of new Set(group.rows.map(({ contender }) => contender))) {
      const reason = whyNot(contender);
      if (reason) record.put('missing', { group: group.name, row: contender, reason });
    }
    await inTurns(
      { ...group, rows },
      { pool, memory, until },
      {
        measured: (row, values) =>
          record.put(
            'measured',
            values,
            (other) => other.group === group.name && other.row === row.id && other.contender === row.contender,
          ),
        missing: (row, reason) =>
          record.put('missing', { group: group.name, row: `${row.contender}: ${row.id}`, reason }),
        memory: (row, bytes) => record.put('memory', { row: row.id, contender: row.contender, bytes }),
      },
    );
  };
}

/** Has each give its outputs, then compares all that are there. */
function agreement(contenders: readonly ContenderId[]): Phase['run'] {
  return async ({ folder, pool, record }) => {
    const outputs = join(folder, 'outputs');
    mkdirSync(outputs, { recursive: true });
    const fileOf = (contender: ContenderId, what: string) => join(outputs, `${contender} ${what}`);
    for (const contender of contenders) {
      if (whyNot(contender)) continue;
      const plans = contender.startsWith('pytorch') ? ['full', 'decode'] : [...Object.keys(PLANS), 'decode'];
      for (const plan of plans) {
        const to = plan === 'full' ? join(outputs, contender) : fileOf(contender, plan);
        await pool.ask(contender, { do: 'outputs', plan, to }, OUTPUT_SECONDS).catch((error: unknown) => {
          record.put('missing', { group: 'agreement', row: `${contender}: ${plan}`, reason: (error as Error).message });
        });
      }
      if (contender === 'ours cpu') pool.close(contender);
    }
    for (const { what, truth } of COMPARED.filter(({ what }) => contenders.includes(what[0]))) {
      const [found, expected] = await Promise.all(
        [what, truth].map((each) => readNumbers(fileOf(...each)).catch(() => null)),
      );
      if (!found || !expected) continue; // why, is said above
      record.put('agreement', { what: what.join(' '), against: truth.join(' '), ...apart(found, expected) });
    }
  };
}

async function kernels({ pool, record }: Run): Promise<void> {
  for (const contender of ['ours webgpu f16', 'ours webgpu f32']) {
    try {
      const { kernels = [] } = await pool.ask(contender, { do: 'kernels' }, KERNEL_SECONDS);
      for (const each of kernels) record.put('kernels', { contender, ...each });
    } catch (error) {
      record.put('missing', { group: 'kernels', row: contender, reason: (error as Error).message });
    }
  }
}

/** @throws with the last lines that the command said. */
function said(
  command: string,
  args: readonly string[],
  seconds: number,
  env: Readonly<Record<string, string>> = {},
): string {
  const { error, status, signal, stdout, stderr } = spawnSync(command, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: Math.max(1, Math.round(seconds * 1000)),
    maxBuffer: 64 * 2 ** 20,
  });
  if (error) throw new Error(`${command}: ${error.message}`);
  if (status !== 0)
    throw new Error(`${command} ended (${signal ?? status}): ${stderr.trim().split('\n').slice(-4).join(' | ')}`);
  return stdout;
}
