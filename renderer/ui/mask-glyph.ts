/** A mask as a U the size of a thumbnail: a block each, its ResUnits the left half and its AttnUnits the right. */
import type { Architecture, UnitKind } from '../../native-models/strategy/architecture.ts';
import { sideOf, unitsOf } from '../../native-models/strategy/architecture.ts';
import type { Mask } from '../../native-models/strategy/mask.ts';
import type { Rect } from './geometry.ts';
import { levelOf, levelsOf } from '../work/regions.ts';

export interface GlyphBlock extends Rect {
  /** The parts that an inherit step computes, each as high as its share of the units. */
  readonly computed: readonly Rect[];
}

export const GLYPH = { width: 52, height: 38 };
const CELL = { width: 10, height: 6.4 };

export function glyphOf(architecture: Architecture, mask: Mask): readonly GlyphBlock[] {
  const levels = levelsOf(architecture);
  const hasMid = architecture.blocks.some(({ id }) => id === 'mid');
  const pitch = (GLYPH.height - CELL.height - 1) / Math.max(1, levels - 1 + (hasMid ? 1 : 0));
  const inset = (GLYPH.width / 2 - CELL.width - 2) / Math.max(1, levels);
  const inherits = new Set(mask);
  return architecture.blocks.map(({ id, attnUnits }) => {
    const side = sideOf(id);
    const level = levelOf(id, architecture);
    const x = {
      encoder: level * inset,
      decoder: GLYPH.width - CELL.width - level * inset,
      mid: (GLYPH.width - CELL.width) / 2,
    }[side];
    const y = 0.5 + (side === 'mid' ? levels : level) * pitch;
    const halves: readonly UnitKind[] = attnUnits > 0 ? ['res', 'attn'] : ['res'];
    const width = CELL.width / halves.length;
    const computed = halves.flatMap((kind, half): Rect[] => {
      const units = unitsOf(architecture).filter((unit) => unit.block === id && unit.kind === kind);
      const share = units.filter((unit) => !inherits.has(unit.id)).length / units.length;
      return share > 0 ? [{ x: x + half * width, y, width, height: CELL.height * share }] : [];
    });
    return { x, y, ...CELL, computed };
  });
}
