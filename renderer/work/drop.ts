/** What is dragged over the diagram, and which edit it makes where it is dropped. */
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import type { Mask } from '../../native-models/strategy/mask.ts';
import type { Combination, Composition, UnitState } from './composition.ts';
import { combineMask, type Edit, setUnits, useStrategy } from './edits.ts';
import { nameOfTarget, type Target, unitsOfTarget } from './regions.ts';

export type Load =
  | { readonly kind: 'brush'; readonly state: UnitState }
  | {
      readonly kind: 'mask';
      readonly name: string;
      readonly mask: Mask;
      /** Of a saved strategy: its mode, semantics and precision come along where it replaces what is there. */
      readonly whole?: Composition | undefined;
    };

/** Anywhere on the diagram, as a whole mask lands; or a part of the UNet. */
export type DropPlace = Target | { readonly kind: 'diagram' };

export interface Drop {
  readonly load: Load;
  readonly place: DropPlace;
  readonly combination: Combination;
  readonly architecture: Architecture;
}

/** null where the load cannot land: a brush needs something to paint. */
export function editOfDrop({ load, place, combination, architecture }: Drop): Edit | null {
  if (load.kind === 'mask') {
    const { name, mask, whole } = load;
    return whole && combination === 'replace' ? useStrategy(name, whole) : combineMask(name, mask, combination);
  }
  if (place.kind === 'diagram') return null;
  return setUnits(nameOfTarget(place), unitsOfTarget(place, architecture), load.state);
}

/** With Shift a brush takes the whole block of what it is over. */
export function wholeBlock(place: DropPlace): DropPlace {
  if (place.kind === 'unit') return { kind: 'block', block: place.unit.block };
  return place.kind === 'layer' ? { kind: 'block', block: place.block } : place;
}
