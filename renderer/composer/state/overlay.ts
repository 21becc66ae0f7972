/** Overlays: one number per unit, laid over the mask as heat. */
import type { UnitId } from '../../../native-models/strategy/architecture.ts';
import type { Calibration, ModelCost } from '../../../preload/contract/model.ts';
import { milliseconds, percent } from '../../words/labels.ts';

export const OVERLAYS = {
  mask: {
    title: 'Mask',
    hint: 'What an inherit step computes and what it takes from the last full step.',
    needs: null,
  },
  macs: { title: 'MACs', hint: 'Share of the multiply-accumulates of a full step.', needs: 'cost' },
  parameters: { title: 'Parameters', hint: 'Share of the UNet’s parameters.', needs: 'cost' },
  milliseconds: {
    title: 'Milliseconds',
    hint: 'Of a full call, measured on this machine in a calibration run; on the CPU only.',
    needs: 'calibration',
  },
  change: {
    title: 'Change',
    hint: 'Step-to-step change: how much a unit’s F changes from one call to the next, relative to its size. Little change is why inheriting works.',
    needs: 'calibration',
  },
} as const;
export type Overlay = keyof typeof OVERLAYS;
export type MeasuredOverlay = 'milliseconds' | 'change';

export interface Heat {
  /** 0 to 1, of the hottest unit. */
  readonly level: number;
  readonly label: string;
}

export type HeatMap = ReadonlyMap<UnitId, Heat>;

/** A denoiser call of a run of so many. */
export interface Moment {
  readonly call: number;
  readonly calls: number;
}

/** @param moment for step-to-step change: at which call; null: the mean over the run. */
export function heatOf(
  overlay: Overlay,
  cost: ModelCost | null,
  calibration: Calibration | null,
  moment: Moment | null,
): HeatMap | null {
  if (overlay === 'mask') return null;
  if (overlay === 'macs' || overlay === 'parameters') {
    if (!cost) return null;
    return scale(cost.units, (unit) => unit[overlay] / cost[overlay], percent);
  }
  if (!calibration) return null;
  if (overlay === 'milliseconds') return scale(calibration.units, (unit) => unit.milliseconds, milliseconds);
  return scale(calibration.units, ({ change }) => (moment ? changeAt(change, moment) : mean(change)), percent);
}

/** `change[t]` is that from call t to t + 1; a run of another length is measured at the same share of its way. */
function changeAt(change: readonly number[], { call, calls }: Moment): number | null {
  if (call === 0) return null;
  const before = calls > 2 ? Math.round(((call - 1) / (calls - 2)) * (change.length - 1)) : 0;
  return change[before] ?? null;
}

export function isMeasured(overlay: Overlay): overlay is MeasuredOverlay {
  return OVERLAYS[overlay].needs === 'calibration';
}

function scale<T extends { readonly id: string }>(
  units: readonly T[],
  valueOf: (unit: T) => number | null,
  write: (value: number) => string,
): HeatMap {
  const values = units.map((unit) => [unit.id as UnitId, valueOf(unit)] as const);
  const hottest = Math.max(...values.map(([, value]) => value ?? 0), Number.MIN_VALUE);
  return new Map(
    values.map(([id, value]) => [
      id,
      value === null ? { level: 0, label: 'n/a' } : { level: value / hottest, label: write(value) },
    ]),
  );
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
