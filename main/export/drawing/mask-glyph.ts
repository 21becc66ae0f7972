/** A mask as a small U: encoder down the left, decoder up the right, mid at the bottom, each block filled by what it computes. */
import type { Architecture, BlockId, UnitId } from '../../../native-models/strategy/architecture.ts';
import { sideOf, unitsOf } from '../../../native-models/strategy/architecture.ts';
import type { Box, Context } from './drawing.ts';
import { hatched, solid } from './drawing.ts';
import type { Palette } from './palette.ts';

export interface GlyphBlock {
  readonly block: BlockId;
  readonly box: Box;
  /** Share of the block's units that an inherit step computes. */
  readonly computed: number;
}

const GAP = 0.16;

/** Where each block lies within `box`, and how much of it is computed. Screens draw from this as well. */
export function glyphBlocks(architecture: Architecture, inherit: readonly UnitId[], box: Box): readonly GlyphBlock[] {
  const blocks = architecture.blocks.map(({ id }) => id);
  const down = blocks.filter((id) => sideOf(id) === 'encoder');
  const up = blocks.filter((id) => sideOf(id) === 'decoder');
  const mid = blocks.filter((id) => sideOf(id) === 'mid');
  const levels = Math.max(down.length, up.length) + mid.length;
  const height = box.height / levels;
  const width = box.width / 4;
  const inset = (box.width / 2 - width) / Math.max(1, levels - mid.length - 0.2);
  const at = (block: BlockId, x: number, level: number): GlyphBlock => ({
    block,
    computed: computedShare(architecture, inherit, block),
    box: { x, y: box.y + level * height, width, height: height * (1 - GAP) },
  });
  return [
    ...down.map((id, level) => at(id, box.x + level * inset, level)),
    ...mid.map((id) => at(id, box.x + (box.width - width) / 2, levels - 1)),
    ...up.map((id, index) => {
      const level = up.length - 1 - index;
      return at(id, box.x + box.width - width - level * inset, level);
    }),
  ];
}

function computedShare(architecture: Architecture, inherit: readonly UnitId[], block: BlockId): number {
  const units = unitsOf(architecture).filter((unit) => unit.block === block);
  return units.filter(({ id }) => !inherit.includes(id)).length / units.length;
}

/** Draws the UNet as a small U: of each block, the computed share solid and the inherited share hatched. */
export function drawMask(
  context: Context,
  architecture: Architecture,
  inherit: readonly UnitId[],
  box: Box,
  palette: Palette,
): void {
  for (const { box: cell, computed } of glyphBlocks(architecture, inherit, box)) {
    const split = cell.width * computed;
    if (computed < 1) hatched(context, { ...cell, x: cell.x + split, width: cell.width - split }, 1.5, palette, 3);
    if (computed > 0) solid(context, { ...cell, width: split }, 1.5, palette);
  }
}
