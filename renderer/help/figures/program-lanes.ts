/** A program call by call and block by block, as its lanes are drawn; and the small one that the figure shows. */
import type { Architecture, BlockId } from '../../../native-models/strategy/architecture.ts';
import { unitsOf } from '../../../native-models/strategy/architecture.ts';
import type { Plan } from '../../../native-models/strategy/plan.ts';
import type { CallRule, ProgramStrategy } from '../../../native-models/strategy/strategy.ts';
import type { CellState } from './cell-state.ts';
import { firstMask } from './example.ts';

export interface Lane {
  readonly block: BlockId;
  readonly cells: readonly CellState[];
}

/** A block is computed at a call where one of its units is; else it inherits, or is forecast where it takes a sum. */
export function lanesOf(plan: Plan, architecture: Architecture): readonly Lane[] {
  return architecture.blocks.map(({ id: block }) => {
    const names = unitsOf(architecture)
      .filter((unit) => unit.block === block)
      .map(({ id }) => `F:${id}` as const);
    const cells = plan.calls.map((call): CellState => {
      if (call.form === null) return 'idle';
      const reads = call.reads.filter(({ features }) => names.some((name) => features.includes(name)));
      if (!names.every((name) => reads.some(({ features }) => features.includes(name)))) return 'compute';
      return reads.some(({ source }) => source.length > 1) ? 'forecast' : 'inherit';
    });
    return { block, cells };
  });
}

/** Calls whose prompt's half alone is computed. */
export function halvedCalls(plan: Plan): readonly boolean[] {
  return plan.calls.map(({ form }) => form !== null && plan.forms[form]!.halves === 'conditional');
}

const FULL: CallRule = {};
const INHERIT: CallRule = { inherit: [{ mask: 'most' }] };

/** A straight line through the features of two calls, on to the next: twice the later minus the earlier. */
function forecast(earlier: number, later: number): CallRule {
  const from = [
    { call: later, weight: 2 },
    { call: earlier, weight: -1 },
  ];
  return { inherit: [{ mask: 'most', from }] };
}

/** Full, inherit, forecast, half of the guidance, nothing: one of each, and more. */
export function exampleProgram(architecture: Architecture): ProgramStrategy {
  return {
    kind: 'program',
    name: 'an example',
    semantics: 'residual',
    switching: [],
    precision: 'float32',
    masks: { most: firstMask(architecture) },
    calls: [
      FULL,
      FULL,
      forecast(0, 1),
      INHERIT,
      FULL,
      { ...INHERIT, guidance: [{ call: 4, weight: 1 }] },
      { guidance: [{ call: 4, weight: 1 }] },
      { output: [{ call: 6, weight: 1 }] },
      FULL,
      INHERIT,
      INHERIT,
      FULL,
    ],
  };
}
