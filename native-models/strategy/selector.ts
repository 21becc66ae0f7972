/**
 * Selectors: a short notation for sets of units that holds for a UNet of any shape. Terms are read from left to right,
 * `!` takes away:
 *
 *     up3.attn                    the AttnUnits of up3
 *     dn1.0  dn1.0.res  mid       a layer, a unit, a block
 *     dn0-2  encoder  decoder     blocks dn0 to dn2; all down blocks; all up blocks
 *     all !dn0-3.1 dn3            everything but layer 1 of dn0 to dn3, then all of dn3 again
 */
import { StrategyError } from '../errors.ts';
import type { Architecture, BlockId, Unit, UnitId, UnitKind } from './architecture.ts';
import { sideOf, unitsOf } from './architecture.ts';

export interface Selection {
  /** In path order. */
  readonly units: readonly UnitId[];
  /** Blocks (`dn3`) and layers (`dn1.1`) that the selector names and this UNet lacks. */
  readonly leftOut: readonly string[];
}

interface Term {
  readonly adds: boolean;
  /** The blocks named one by one; empty for `all`, `encoder`, `decoder`, which hold for any UNet. */
  readonly named: readonly BlockId[];
  readonly covers: (unit: Unit) => boolean;
  readonly layer: number | null;
}

const TERM = /^(!?)(all|encoder|decoder|mid|(dn|up)(\d+)(?:-(\d+))?)(?:\.(\d+))?(?:\.(res|attn))?$/;

const GROUPS: Readonly<Record<string, (block: BlockId) => boolean>> = {
  all: () => true,
  encoder: (block) => sideOf(block) === 'encoder',
  decoder: (block) => sideOf(block) === 'decoder',
};

export function select(selector: string, architecture: Architecture): Selection {
  const terms = selector.trim().split(/\s+/).map(parseTerm);
  const all = unitsOf(architecture);
  const units = terms.reduce((selected, { adds, covers }) => {
    for (const unit of all.filter(covers)) selected[adds ? 'add' : 'delete'](unit.id);
    return selected;
  }, new Set<UnitId>());
  return {
    units: all.map(({ id }) => id).filter((id) => units.has(id)),
    leftOut: [...new Set(terms.flatMap((term) => missing(term, architecture)))],
  };
}

function parseTerm(text: string): Term {
  const match = TERM.exec(text);
  if (!match) {
    throw new StrategyError(
      `selector "${text}": expected blocks, then perhaps a layer and a kind, such as up3, dn0-2.1, up3.attn or mid.0.res`,
    );
  }
  const [, not, blocks = '', side, first, last = first, layerText, kind] = match;
  if (Number(last) < Number(first)) {
    throw new StrategyError(`selector "${text}": write the range upwards, as ${side}${last}-${first}`);
  }
  const named = side ? blockRange(side, Number(first), Number(last)) : blocks === 'mid' ? ['mid' as const] : [];
  const inBlocks = GROUPS[blocks] ?? ((block: BlockId) => named.includes(block));
  const layer = layerText === undefined ? null : Number(layerText);
  return { adds: !not, named, layer, covers: (unit) => inBlocks(unit.block) && fits(unit, layer, kind as UnitKind) };
}

function fits(unit: Unit, layer: number | null, kind: UnitKind | undefined): boolean {
  return (layer === null || unit.layer === layer) && (kind === undefined || unit.kind === kind);
}

function blockRange(side: string, first: number, last: number): readonly BlockId[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${side}${first + i}` as BlockId);
}

/** What a term names that is not there. A kind that a block lacks (SD's dn3 has no AttnUnits) is no loss to speak of. */
function missing({ named, layer }: Term, { blocks }: Architecture): readonly string[] {
  return named.flatMap((id) => {
    const block = blocks.find((shape) => shape.id === id);
    if (!block) return [id];
    return layer !== null && layer >= block.resUnits ? [`${id}.${layer}`] : [];
  });
}
