/** Painting across the diagram: the first unit decides, the others follow; nothing is recorded before the pointer lifts. */
import type { UnitId } from '../../native-models/strategy/architecture.ts';
import type { Mask } from '../../native-models/strategy/mask.ts';
import { stateOf, withUnits, type UnitState } from './composition.ts';

export interface Stroke {
  readonly state: UnitState;
  readonly units: readonly UnitId[];
}

/** @param brush what was picked up; without one the first unit turns over and gives the stroke its state. */
export function startStroke(mask: Mask, units: readonly UnitId[], brush: UnitState | null): Stroke {
  const turned = units.every((unit) => stateOf(mask, unit) === 'inherit') ? 'compute' : 'inherit';
  return { state: brush ?? turned, units };
}

export function extendStroke(stroke: Stroke, units: readonly UnitId[]): Stroke {
  const added = units.filter((unit) => !stroke.units.includes(unit));
  return added.length === 0 ? stroke : { ...stroke, units: [...stroke.units, ...added] };
}

export function applyStroke(mask: Mask, stroke: Stroke | null): Mask {
  return stroke ? withUnits(mask, stroke.units, stroke.state) : mask;
}

/** `Compute up3.1.attn`, `Inherit 5 units`: what undo calls it. */
export function titleOfStroke({ state, units }: Stroke): string {
  const verb = state === 'compute' ? 'Compute' : 'Inherit';
  return `${verb} ${units.length === 1 ? units[0] : `${units.length} units`}`;
}
