/** What figures compute, with the product's own functions: nothing of it is written down beside them. */
import type { Architecture, UnitId } from '../../../native-models/strategy/architecture.ts';
import type { Mask } from '../../../native-models/strategy/mask.ts';
import { lifetimesOf } from '../../../native-models/strategy/lifetime.ts';
import { countFull, type Plan, planRun } from '../../../native-models/strategy/plan.ts';
import { FULL, parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../../native-models/strategy/strategy.ts';
import type { ModelCost } from '../../../preload/contract/model.ts';
import { type Composition, strategyOf } from '../../work/composition.ts';
import { estimate } from '../../work/estimate.ts';
import { FIRST_COMPOSITION, FIRST_PRESET, maskOfPreset } from '../../work/presets.ts';

/** The mode that a person meets first: P5†. */
export const FIRST_MODE = FIRST_COMPOSITION.mode;
export const P5 = parseMode('P5');

/** The mask of the preset that a person meets first, on this UNet. */
export function firstMask(architecture: Architecture): Mask {
  return maskOfPreset(FIRST_PRESET, architecture);
}

/** A composition of a mask and a mode, and nothing else. */
export function composed(mask: Mask, mode: SamplingMode): Composition {
  return { ...FIRST_COMPOSITION, mask, mode };
}

export function planOf(architecture: Architecture, mask: Mask, mode: SamplingMode, calls: number): Plan {
  return planRun(strategyOf(composed(mask, mode), FIRST_PRESET), calls, [architecture]);
}

/** What becomes of a unit at a call. */
export interface UnitMoment {
  /** The call whose F is added; null where the unit computes its own. */
  readonly from: number | null;
  /** Whether a later call reads the F of this one. */
  readonly keeps: boolean;
}

export function unitMoment(plan: Plan, unit: UnitId, call: number): UnitMoment {
  const planned = plan.calls[call];
  const reads = planned && 'reads' in planned ? planned.reads : [];
  const read = reads.find(({ features }) => features.includes(`F:${unit}`));
  const keeps = lifetimesOf(plan)[call]?.features.has(`F:${unit}`) ?? false;
  return { from: read?.source[0]?.call ?? null, keeps };
}

export interface Gain {
  readonly plan: Plan;
  readonly full: number;
  readonly inherit: number;
  /** c: share of a full step's multiply-accumulates that an inherit step computes. */
  readonly inheritShare: number;
  readonly idealSpeedup: number;
}

/** What a mask gains in a mode, on paper. */
export function gainOf(
  architecture: Architecture,
  cost: ModelCost,
  mask: Mask,
  mode: SamplingMode,
  calls: number,
): Gain {
  const unets = [{ name: FIRST_PRESET, architecture, cost, counted: null }];
  const { plan, inheritShare, idealSpeedup } = estimate(composed(mask, mode), {
    unets,
    ownMacs: cost.macs,
    calls,
    guidanceScale: 1,
  });
  const full = countFull(plan);
  return { plan, full, inherit: calls - full, inheritShare, idealSpeedup };
}

/** A mode as two dials set it; a period of 1 computes every call. */
export function dialledMode(period: number, tail: number): SamplingMode {
  return period === 1 ? FULL : { kind: 'periodic', period, tail };
}
