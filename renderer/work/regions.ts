/** Parts of a UNet larger than a block that a person drops on, and what any drop target stands for. */
import type { Architecture, BlockId, Unit, UnitId } from '../../native-models/strategy/architecture.ts';
import { sideOf, unitsOf } from '../../native-models/strategy/architecture.ts';

export const REGIONS = ['encoder', 'shallow', 'deep', 'decoder'] as const;
export type Region = (typeof REGIONS)[number];

export type Target =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'layer'; readonly block: BlockId; readonly layer: number }
  | { readonly kind: 'block'; readonly block: BlockId }
  | { readonly kind: 'region'; readonly region: Region };

/** 0 for the blocks at full size; mid shares the level of the deepest. */
export function levelOf(block: BlockId, architecture: Architecture): number {
  const levels = levelsOf(architecture);
  if (block === 'mid') return levels - 1;
  const number = Number(block.slice(2));
  return block.startsWith('dn') ? number : levels - 1 - number;
}

export function levelsOf({ blocks }: Architecture): number {
  return blocks.filter(({ id }) => sideOf(id) === 'encoder').length;
}

export function unitsOfTarget(target: Target, architecture: Architecture): readonly UnitId[] {
  const covers = coverOf(target, architecture);
  return unitsOf(architecture)
    .filter(covers)
    .map(({ id }) => id);
}

function coverOf(target: Target, architecture: Architecture): (unit: Unit) => boolean {
  switch (target.kind) {
    case 'unit':
      return ({ id }) => id === target.unit.id;
    case 'layer':
      return ({ block, layer }) => block === target.block && layer === target.layer;
    case 'block':
      return ({ block }) => block === target.block;
    case 'region':
      return regionCover(target.region, architecture);
  }
}

function regionCover(region: Region, architecture: Architecture): (unit: Unit) => boolean {
  const shallowLevels = Math.ceil(levelsOf(architecture) / 2);
  const isShallow = ({ block }: Unit) => block !== 'mid' && levelOf(block, architecture) < shallowLevels;
  const covers: Readonly<Record<Region, (unit: Unit) => boolean>> = {
    encoder: ({ block }) => sideOf(block) === 'encoder',
    decoder: ({ block }) => sideOf(block) === 'decoder',
    shallow: isShallow,
    deep: (unit) => !isShallow(unit),
  };
  return covers[region];
}

/** What a person calls it: `up3.1.attn`, `up3, layer 1`, `up3`, `the decoder`. */
export function nameOfTarget(target: Target): string {
  switch (target.kind) {
    case 'unit':
      return target.unit.id;
    case 'layer':
      return `${target.block}, layer ${target.layer}`;
    case 'block':
      return target.block;
    case 'region':
      return target.region === 'shallow' || target.region === 'deep'
        ? `the ${target.region} blocks`
        : `the ${target.region}`;
  }
}

/** unit -> layer -> block -> side: for the keyboard, which has no gaps between units to point at. */
export function widen(target: Target): Target {
  switch (target.kind) {
    case 'unit':
      return { kind: 'layer', block: target.unit.block, layer: target.unit.layer };
    case 'layer':
      return { kind: 'block', block: target.block };
    case 'block':
      return { kind: 'region', region: regionOf(target.block) };
    case 'region':
      return target;
  }
}

/** The way back from `widen`, towards the unit that has the focus. */
export function narrow(target: Target, focus: Unit): Target {
  switch (target.kind) {
    case 'region':
      return { kind: 'block', block: focus.block };
    case 'block':
      return { kind: 'layer', block: focus.block, layer: focus.layer };
    default:
      return { kind: 'unit', unit: focus };
  }
}

function regionOf(block: BlockId): Region {
  const side = sideOf(block);
  return side === 'mid' ? 'deep' : side;
}
