/** What a step may take from earlier calls in place of computing it, by name. Which tensors a mask stands for is decided here. */
import type { Semantics } from '../vocabulary.ts';
import { type Architecture, type UnitId, unitsOf } from './architecture.ts';
import { analyseBoundary } from './boundary.ts';

/**
 * A point of the UNet that a step may watch, leave or replace, named for what it carries:
 * - `F:<unit>` the residual branch of a unit, before it is added to the identity (Eq. 3 of A-SDM);
 * - `out:<unit>` a unit's whole output;
 * - `in:<unit>` the main-path input of a unit, before a skip connection is joined to it.
 */
export type FeatureName = `F:${UnitId}` | `out:${UnitId}` | `in:${UnitId}`;

/** A feature, and the unit whose inheriting asks for it. */
export interface UnitFeature {
  readonly name: FeatureName;
  readonly unit: UnitId;
}

/**
 * The features that a step may read where `mask` inherits: what its graph still reads after pruning is among them.
 * `boundary` hands the whole outputs of the units before the first computed one, and the inputs of computed units behind a run of
 * inherited ones; such an input belongs to the unit before it.
 */
export function featuresOf(
  architecture: Architecture,
  mask: readonly UnitId[],
  semantics: Semantics,
): readonly UnitFeature[] {
  const residual = mask.map((unit): UnitFeature => ({ name: `F:${unit}`, unit }));
  if (semantics === 'residual') return residual;
  const { prefix, cuts } = analyseBoundary(architecture, mask);
  const path = unitsOf(architecture).map(({ id }) => id);
  return [
    ...residual,
    ...prefix.map((unit): UnitFeature => ({ name: `out:${unit}`, unit })),
    ...cuts.map((unit): UnitFeature => ({ name: `in:${unit}`, unit: path[path.indexOf(unit) - 1]! })),
  ];
}
