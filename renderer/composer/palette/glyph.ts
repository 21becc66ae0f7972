/** A mask as a U the size of a thumbnail: two rows of squares a block would be too small, so a block is one. */
import type { Architecture } from '../../../native-models/strategy/architecture.ts';
import { sideOf, unitsOf } from '../../../native-models/strategy/architecture.ts';
import type { Mask } from '../../../native-models/strategy/mask.ts';
import { levelOf, levelsOf } from '../regions.ts';

export interface GlyphCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Share of the block's units that an inherit step computes. */
  readonly computed: number;
}

export const GLYPH = { width: 52, height: 38 };
const CELL = { width: 10, height: 6.4 };

export function glyphOf(architecture: Architecture, mask: Mask): readonly GlyphCell[] {
  const levels = levelsOf(architecture);
  const hasMid = architecture.blocks.some(({ id }) => id === 'mid');
  const pitch = (GLYPH.height - CELL.height - 1) / Math.max(1, levels - 1 + (hasMid ? 1 : 0));
  const inset = (GLYPH.width / 2 - CELL.width - 2) / Math.max(1, levels);
  const inherits = new Set(mask);
  return architecture.blocks.map(({ id }) => {
    const units = unitsOf(architecture).filter(({ block }) => block === id);
    const computed = units.filter(({ id }) => !inherits.has(id)).length / units.length;
    const level = levelOf(id, architecture);
    const x = { encoder: level * inset, decoder: GLYPH.width - CELL.width - level * inset, mid: (GLYPH.width - CELL.width) / 2 };
    const side = sideOf(id);
    return { x: x[side], y: 0.5 + (side === 'mid' ? levels : level) * pitch, ...CELL, computed };
  });
}
