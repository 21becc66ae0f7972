/** Masks as sets of units, and what becomes of one on a UNet of another shape. */
import type { Architecture, UnitId } from './architecture.ts';
import { unitsOf } from './architecture.ts';

/** The units that inherit. Order carries no meaning. */
export type Mask = readonly UnitId[];

export function union(a: Mask, b: Mask): Mask {
  return [...new Set([...a, ...b])];
}

export function intersect(a: Mask, b: Mask): Mask {
  const other = new Set(b);
  return a.filter((id) => other.has(id));
}

export function subtract(a: Mask, b: Mask): Mask {
  const other = new Set(b);
  return a.filter((id) => !other.has(id));
}

export interface AppliedMask {
  /** The mask's units that this UNet has, in path order. */
  readonly units: readonly UnitId[];
  /** The mask's units that this UNet lacks, in the mask's order. */
  readonly leftOut: readonly UnitId[];
}

/** A mask made for one UNet works on any other: units that exist inherit, the rest is left out and said. */
export function applyTo(architecture: Architecture, mask: Mask): AppliedMask {
  const all = unitsOf(architecture).map(({ id }) => id);
  return { units: intersect(all, mask), leftOut: subtract(union(mask, []), all) };
}
