/**
 * The `boundary` semantics (Fig. 9's other reading; DeepCache, arXiv 2312.00858): where a run of inherited units covers
 * everything up to a computed one, the computed unit's input is the cached feature and whatever feeds only inherited
 * units is pruned. What that means for any mask is decided here; see docs/adr/0002-boundary-semantics.md.
 */
import type { Architecture, UnitId } from './architecture.ts';
import { sideOf, unitsOf } from './architecture.ts';

export interface BoundaryAnalysis {
  /**
   * Every unit before the first computed one, in path order. On an inherit step the whole output of such a unit is that
   * of the last full step, whoever reads it (next unit, skip connection, sampler). conv_in stays fresh.
   */
  readonly prefix: readonly UnitId[];
  /**
   * Computed decoder units whose main-path input is the one of the last full step; for the ResUnit of an up block that
   * is the h of [h, skip], after any upsampler.
   */
  readonly cuts: readonly UnitId[];
}

/** Units of `inherited` that the UNet lacks have no effect. Everything outside prefix and cuts is as in `residual`. */
export function analyseBoundary(architecture: Architecture, inherited: Iterable<UnitId>): BoundaryAnalysis {
  const mask = new Set(inherited);
  const units = unitsOf(architecture);
  const computes = (index: number) => index < units.length && !mask.has(units[index]!.id);
  const firstFrom = (start: number) => {
    let index = start;
    while (index < units.length && !computes(index)) index += 1;
    return index;
  };

  // A run may start anywhere in the encoder, or at the first unit of mid; later ones cover only a part of the decoder.
  const mid = units.findIndex(({ block }) => sideOf(block) === 'mid');
  const decoder = units.findIndex(({ block }) => sideOf(block) === 'decoder');
  const lastStart = mid >= 0 ? mid : decoder - 1;

  const cuts: UnitId[] = [];
  for (let index = 0; index <= lastStart; index += 1) {
    if (computes(index)) continue;
    index = firstFrom(index);
    const next = units[index];
    if (next && sideOf(next.block) === 'decoder') cuts.push(next.id);
  }
  return { prefix: units.slice(0, firstFrom(0)).map(({ id }) => id), cuts };
}
