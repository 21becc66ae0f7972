/** What is measured. Rows of one block are measured in turns, round by round, so that a noisy machine troubles all alike. */
import type { Semantics } from '../../native-models/vocabulary.ts';
import { presetOf, PRESETS, type PresetId } from '../../native-models/strategy/presets.ts';
import type { Request } from './contender.ts';

/** Of peers, that could make them faster on a CPU. */
const OTHER_SETTINGS = [
  'diffusers bf16',
  'sd.cpp flash attention',
  'sd.cpp direct convolution',
  'sd.cpp q8_0',
] as const;

/**
 * `ours small` gives memory back as soon as it can; `ours f16` has a checkpoint in half precision, as most are. Peers are
 * measured as they come, and single calls of them with other settings.
 */
export const CONTENDERS = [
  'ours',
  'ours small',
  'ours f16',
  'ours fastest',
  'ours spelled-out attention',
  'diffusers',
  'sd.cpp',
  ...OTHER_SETTINGS,
] as const;
export type ContenderId = (typeof CONTENDERS)[number];

export interface Row {
  /** Within its block. */
  readonly id: string;
  readonly contender: ContenderId;
  /** Done once before the rounds; not measured. */
  readonly prepare?: Request;
  readonly work: Request;
}

export interface Block {
  /** `<group>/<name>`. */
  readonly id: string;
  readonly group: Group;
  /** `start`: seconds from starting the process to the answer. `memory`: the most it held while it worked, alone, in bytes. */
  readonly measures: 'seconds' | 'start' | 'memory';
  readonly rows: readonly Row[];
  readonly rounds: number;
}

/** By the name that `--rows` takes, in the order of measuring: what it is. */
export const GROUPS = {
  calls: 'a full call, ours beside diffusers and stable-diffusion.cpp',
  start: 'from starting the process to its first denoiser call, files in the page cache',
  memory: 'the most memory (PSS): one plan, two plans, a whole generation',
  parts: 'text encoder and decoder',
  variants: 'a full call in ways that were tried',
  deepcache: 'an inherit call beside the same call of DeepCache',
  presets: 'an inherit call of every preset, both semantics, beside a full call',
  sizes: 'a full call at 768x768, and of a batch of four',
  generations: 'whole generations of 50 calls',
} as const;
export type Group = keyof typeof GROUPS;

const SIZE = { size: 512, batch: 1 } as const;
const INHERITING = { computed: presetOf('CO6').computed, semantics: 'residual' } as const;
/** So many presets share the full calls that they are compared with. */
const PRESETS_TOGETHER = 4;
export const SEMANTICS: readonly Semantics[] = ['residual', 'boundary'];
const BRANCHES = [0, 2] as const;
/** What DeepCache computes with each branch, for ours with the same units (native-models/reference/record_deepcache.py). */
const UNITS_OF_BRANCH = { 0: 'up3.2', 2: presetOf('EX3').computed } as const satisfies Record<number, string>;
const INTERVALS = [2, 3, 5] as const;
const GENERATION_PRESETS = ['LI1', 'CO3', 'CO5', 'CO6', 'EX3'] as const satisfies readonly PresetId[];
const MODES = ['P5+', 'P2+', 'P5'] as const;
type Mode = (typeof MODES)[number];
const STEPS = 50;
/** The block of generations that are compared with each other. */
export const COMPARED = 'compared';
/** Memory does not grow with the calls: a full and an inherit call are enough to have held everything. */
const FEW_STEPS = 2;

export function blocks(): readonly Block[] {
  return [
    block('calls', '512', 5, fullCalls(SIZE)),
    block('calls', 'other settings of peers', 3, fullCalls(SIZE, ['ours', 'diffusers', 'sd.cpp', ...OTHER_SETTINGS])),
    ...start(),
    ...memory(),
    block('variants', '512', 3, [
      full(SIZE),
      row('guidance halves apart', 'ours', { ...SIZE, halves: 'apart' }),
      row('attention spelled out', 'ours spelled-out attention', SIZE),
      // Which is the one other thing that 'small' does to a call.
      row('upsampling not folded', 'ours small', SIZE),
      row("memory 'fastest'", 'ours fastest', SIZE),
      row('int8', 'ours', { ...SIZE, precision: 'int8' }),
      row('giving CO6 its features', 'ours', { ...SIZE, ...INHERITING, gives: true }),
      inherit('CO6', 'residual'),
      row('CO6 residual int8', 'ours', { ...SIZE, ...INHERITING, precision: 'int8' }),
    ]),
    block('parts', 'text encoder', 7, part('encode', {})),
    block('parts', 'decoder', 3, part('decode', { size: 512 })),
    block('deepcache', 'calls', 5, [
      full(SIZE),
      ...(['CO3', 'EX3'] as const).map((preset) => inherit(preset, 'boundary')),
      inheritOf(UNITS_OF_BRANCH[0], UNITS_OF_BRANCH[0], 'boundary'),
      ...BRANCHES.map((branch) => row(`DeepCache branch ${branch}`, 'diffusers', { ...SIZE, deepcache: branch })),
      row('diffusers', 'diffusers', SIZE),
    ]),
    ...SEMANTICS.flatMap((semantics) =>
      chunks(PRESETS, PRESETS_TOGETHER).map((presets) =>
        block('presets', `${semantics} ${presets[0]!.id}-${presets.at(-1)!.id}`, 3, [
          full(SIZE),
          ...presets.map(({ id }) => inherit(id, semantics)),
        ]),
      ),
    ),
    block('sizes', '768', 3, fullCalls({ size: 768, batch: 1 })),
    block('sizes', 'batch 4', 3, fullCalls({ size: 512, batch: 4 }, ['ours', 'diffusers'])),
    ...generations(),
  ];
}

function block(
  group: Group,
  name: string,
  rounds: number,
  rows: readonly Row[],
  measures: Block['measures'] = 'seconds',
) {
  return { id: `${group}/${name}`, group, measures, rows, rounds };
}

/** A call; what it needs is opened, and what it inherits computed, beforehand. */
function row(id: string, contender: ContenderId, of: Readonly<Record<string, unknown>>): Row {
  return { id, contender, prepare: { do: 'prepare', ...of }, work: { do: 'call', ...of } };
}

const full = (of: { size: number; batch: number }): Row => row('ours', 'ours', of);

/** @param computed selector of the units that an inherit call computes; see native-models/strategy/selector.ts. */
const inheritOf = (name: string, computed: string, semantics: Semantics): Row =>
  row(`${name} ${semantics}`, 'ours', { ...SIZE, computed, semantics });

const inherit = (preset: PresetId, semantics: Semantics): Row =>
  inheritOf(preset, presetOf(preset).computed, semantics);

function fullCalls(
  of: { size: number; batch: number },
  contenders: readonly ContenderId[] = ['ours', 'diffusers', 'sd.cpp'],
): readonly Row[] {
  return contenders.map((contender) => row(contender, contender, of));
}

function part(work: string, of: Readonly<Record<string, unknown>>): readonly Row[] {
  return (['ours', 'diffusers'] as const).map((contender) => ({ id: contender, contender, work: { do: work, ...of } }));
}

function start(): readonly Block[] {
  const rows = (['ours', 'diffusers', 'sd.cpp'] as const).map((contender): Row => ({
    id: contender,
    contender,
    work: { do: 'load', ...SIZE },
  }));
  return [block('start', 'second start', 3, rows, 'start')];
}

function memory(): readonly Block[] {
  const call = (id: string, contender: ContenderId, of: object, prepare?: Request): Row => ({
    id,
    contender,
    ...(prepare ? { prepare } : {}),
    work: { do: 'call', ...SIZE, ...of },
  });
  const generation = (contender: ContenderId, of: object): Row => ({
    id: `generation ${contender}`,
    contender,
    work: { do: 'generate', ...SIZE, steps: FEW_STEPS, ...of },
  });
  const alone: readonly Row[] = [
    call('full plan', 'ours', {}),
    call('full and inherit plan', 'ours', INHERITING, { do: 'prepare', ...SIZE, ...INHERITING }),
    generation('ours', { ...INHERITING, mode: 'P2' }),
    generation('ours small', { ...INHERITING, mode: 'P2' }),
    { ...generation('ours', { ...INHERITING, mode: 'P2', precision: 'int8' }), id: 'generation ours int8' },
    generation('diffusers', {}),
    generation('sd.cpp', {}),
  ];
  return alone.map((each) => block('memory', each.id, 1, [each], 'memory'));
}

/**
 * What is compared with something stands in the first block, in the order of its turns; it takes about 40 minutes with two cores,
 * stable-diffusion.cpp as long again.
 */
function generations(): readonly Block[] {
  const generate = (id: string, contender: ContenderId, of: object): Row => ({
    id,
    contender,
    work: { do: 'generate', ...SIZE, steps: STEPS, ...of },
  });
  const baseline = (contender: ContenderId) => generate(contender, contender, {});
  const inheriting = (name: string, computed: string, mode: Mode, semantics: Semantics) =>
    generate(`${name} ${mode} ${semantics}`, 'ours', { computed, mode, semantics });
  const preset = (id: PresetId, mode: Mode, semantics: Semantics) =>
    inheriting(id, presetOf(id).computed, mode, semantics);
  const deepCache = (branch: (typeof BRANCHES)[number], interval: (typeof INTERVALS)[number]) =>
    generate(`DeepCache branch ${branch} P${interval}`, 'diffusers', { interval, branch });
  const compared = [
    baseline('ours'),
    preset('CO6', 'P5+', 'residual'),
    preset('CO6', 'P5', 'residual'),
    preset('CO3', 'P5+', 'boundary'),
    baseline('diffusers'),
    preset('CO3', 'P5', 'boundary'),
    deepCache(2, 5),
    inheriting(UNITS_OF_BRANCH[0], UNITS_OF_BRANCH[0], 'P5', 'boundary'),
    deepCache(0, 5),
    generate('int8', 'ours', { precision: 'int8' }),
    generate('CO6 P5+ residual int8', 'ours', { ...INHERITING, mode: 'P5+', precision: 'int8' }),
    baseline('diffusers bf16'),
  ];
  const others = [
    ...GENERATION_PRESETS.flatMap((id) => MODES.map((mode) => preset(id, mode, 'residual'))),
    ...(['CO3', 'EX3'] as const).flatMap((id) => MODES.map((mode) => preset(id, mode, 'boundary'))),
    ...INTERVALS.flatMap((interval) => BRANCHES.map((branch) => deepCache(branch, interval))),
  ].filter(({ id }) => !compared.some((each) => each.id === id));
  return [
    block('generations', COMPARED, 1, compared),
    block('generations', 'stable-diffusion.cpp', 1, [baseline('sd.cpp')]),
    block('generations', 'others', 1, others),
  ];
}

function chunks<T>(values: readonly T[], length: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / length) }, (_, i) =>
    values.slice(i * length, (i + 1) * length),
  );
}
