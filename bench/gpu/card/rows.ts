/** What is measured on a card. Rows of one group are measured in turns, round by round. */
import type { Request } from '../../sd15/contender.ts';
import type { PlanId } from './works.ts';

export const OURS = ['ours webgpu f16', 'ours webgpu f32', 'ours cuda f16', 'ours cuda f32', 'ours cpu'] as const;
export const TORCH = ['pytorch f16', 'pytorch f32', 'pytorch f16 compiled'] as const;
export type ContenderId = (typeof OURS)[number] | (typeof TORCH)[number];

export interface Row {
  readonly id: string;
  readonly contender: ContenderId;
  /** Done once before the rounds: loads, and compiles kernels. */
  readonly prepare: Request;
  readonly work: Request;
  /** What the card holds of it: only for the first that a process does. */
  readonly memory?: true;
}

export interface Group {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly rounds: number;
  /** So often in one turn: the first after another program's turn may be slower. */
  readonly times: number;
}

const INHERITING = ['CO6 residual', 'CO3 boundary'] as const satisfies readonly PlanId[];

/** Memory first, with the plan of a run that inherits: it has the full step too. */
function ours(contender: ContenderId): readonly Row[] {
  const row = (id: string, plan: PlanId, work: string): Row => ({
    id,
    contender,
    prepare: { do: 'prepare', plan },
    work: { do: work, plan },
  });
  const [first, ...others] = INHERITING.flatMap((plan) => [
    row(`period of ${plan}`, plan, 'period'),
    row(`inherit call of ${plan}`, plan, 'inherit'),
    row(`full call of ${plan}`, plan, 'full'),
  ]);
  return [{ ...first!, memory: true }, ...others, row('full call', 'full', 'full')];
}

function pytorch(contender: ContenderId, ...works: readonly (readonly [id: string, work: string])[]): readonly Row[] {
  return works.map(([id, work], i) => ({
    id,
    contender,
    prepare: { do: work },
    work: { do: work },
    ...(i === 0 ? { memory: true as const } : {}),
  }));
}

const FULL = ['full call', 'full'] as const;
const DEEPCACHE = [
  ['period of DeepCache', 'period'],
  ['inherit call of DeepCache', 'inherit'],
] as const;

const decode = (contender: ContenderId): Row => ({
  id: 'decode',
  contender,
  prepare: { do: 'decode' },
  work: { do: 'decode' },
});

function generate(contender: ContenderId, plan: PlanId | 'deepcache'): Row {
  const request = { do: 'generate', plan };
  return { id: `20 calls, ${plan}`, contender, prepare: request, work: request };
}

export const GROUPS = {
  calls: {
    name: 'calls in float16',
    rounds: 7,
    times: 3,
    rows: [...ours('ours webgpu f16'), ...pytorch('pytorch f16', FULL, ...DEEPCACHE)],
  },
  exactCalls: {
    name: 'calls in float32',
    rounds: 5,
    times: 2,
    rows: [...ours('ours webgpu f32'), ...pytorch('pytorch f32', FULL)],
  },
  decoder: {
    name: 'decoder',
    rounds: 5,
    times: 2,
    rows: (['ours webgpu f16', 'pytorch f16', 'ours webgpu f32', 'pytorch f32'] as const).map(decode),
  },
  generations: {
    name: 'generations',
    rounds: 3,
    times: 1,
    rows: [
      generate('ours webgpu f16', 'full'),
      generate('ours webgpu f16', 'CO6 residual'),
      generate('pytorch f16', 'full'),
      generate('pytorch f16', 'deepcache'),
    ],
  },
  compiled: {
    name: 'compiled',
    rounds: 7,
    times: 3,
    rows: [
      ...pytorch('pytorch f16 compiled', FULL),
      ...pytorch('pytorch f16', FULL),
      ...ours('ours webgpu f16').filter(({ id }) => id === FULL[0]),
    ],
  },
  cuda: {
    name: 'cuda',
    rounds: 5,
    times: 3,
    rows: [
      ...ours('ours cuda f16'),
      ...ours('ours cuda f32'),
      ...pytorch('pytorch f16', FULL),
      decode('ours cuda f16'),
      decode('ours cuda f32'),
    ],
  },
} as const satisfies Record<string, Group>;

interface Pair {
  readonly what: readonly [ContenderId, string];
  readonly truth: readonly [ContenderId, string];
}

/** Whose outputs are compared, and with what they are. */
export const COMPARED: readonly Pair[] = [
  ...(['ours webgpu f32', 'ours webgpu f16', 'ours cuda f32', 'ours cuda f16'] as const).flatMap((ours): Pair[] => [
    { what: [ours, 'full'], truth: ['pytorch f32', 'full'] },
    { what: [ours, 'decode'], truth: ['pytorch f32', 'decode'] },
    ...INHERITING.flatMap((plan): Pair[] => [
      { what: [ours, `${plan} full`], truth: ['pytorch f32', 'full'] },
      { what: [ours, `${plan} inherit`], truth: ['ours cpu', `${plan} inherit`] },
    ]),
  ]),
  { what: ['pytorch f16', 'full'], truth: ['pytorch f32', 'full'] },
  { what: ['pytorch f16', 'decode'], truth: ['pytorch f32', 'decode'] },
  { what: ['ours cpu', 'full'], truth: ['pytorch f32', 'full'] },
  // How far apart the two kinds of call are: what agrees better than this can be told from the other.
  ...INHERITING.map((plan): Pair => ({ what: ['ours cpu', `${plan} inherit`], truth: ['ours cpu', `${plan} full`] })),
];
