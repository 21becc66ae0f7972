import type { Semantics } from '../vocabulary.ts';
import type { UnitId } from '../strategy/architecture.ts';
import { analyseBoundary } from '../strategy/boundary.ts';
import { architectureOf, type UNetConfig } from './config.ts';

/** Which taps of a UNet an inherit step replaces by what the last full step extracted. */
export interface Inheritance {
  /** Units whose F is inherited (residual semantics: all there is). */
  readonly units: ReadonlySet<UnitId>;
  /** Units whose whole output is inherited, and units whose main-path input is (boundary semantics). */
  readonly prefix: ReadonlySet<UnitId>;
  readonly cuts: ReadonlySet<UnitId>;
}

/** A mask under the given semantics, on this UNet. */
export function inheritanceOf(config: UNetConfig, mask: readonly UnitId[], semantics: Semantics): Inheritance {
  const { prefix, cuts } =
    semantics === 'boundary' ? analyseBoundary(architectureOf(config), mask) : { prefix: [], cuts: [] };
  return { units: new Set(mask), prefix: new Set(prefix), cuts: new Set(cuts) };
}
