/** Where a figure draws the units of a UNet: a small U, a cell each. Lengths are SVG user units. */
import type { Architecture, BlockId, BlockShape, UnitId } from '../../../native-models/strategy/architecture.ts';
import { sideOf, unitsOf } from '../../../native-models/strategy/architecture.ts';
import type { Rect } from '../../ui/geometry.ts';
import { levelOf, levelsOf } from '../../work/regions.ts';

export interface UBlock {
  readonly id: BlockId;
  readonly rect: Rect;
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };
  readonly cells: readonly { readonly id: UnitId; readonly rect: Rect }[];
}

export interface ULayout {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly UBlock[];
  /** The skip connections, from an encoder block to its decoder block. */
  readonly skips: readonly { readonly x1: number; readonly x2: number; readonly y: number }[];
}

const WIDTH = 360;
/** For the names of blocks, at both sides. */
const MARGIN = 28;
const CELL = { width: 32, height: 9 };
const GAP = 2;
const PADDING = 3;
const BLOCK_WIDTH = 2 * CELL.width + GAP + 2 * PADDING;
/** Between the two blocks of the deepest level. */
const INNER_GAP = 12;
const LEVEL_GAP = 5;

/** Encoder down the left, decoder up the right, deeper blocks nearer the middle, mid at the bottom. */
export function layoutU(architecture: Architecture): ULayout {
  const levels = levelsOf(architecture);
  const step = (WIDTH / 2 - MARGIN - BLOCK_WIDTH - INNER_GAP / 2) / Math.max(1, levels - 1);
  const heights = Array.from({ length: levels }, (_, level) =>
    Math.max(...architecture.blocks.filter((block) => onLevel(block, level, architecture)).map(heightOf)),
  );
  const topOf = (level: number) => heights.slice(0, level).reduce((sum, height) => sum + height + LEVEL_GAP, 1);
  const blocks = architecture.blocks.map((block): UBlock => {
    const level = levelOf(block.id, architecture);
    const [mid, left] = [block.id === 'mid', sideOf(block.id) === 'encoder'];
    const width = mid ? 3 * CELL.width + 2 * GAP + 2 * PADDING : BLOCK_WIDTH;
    const x = mid ? (WIDTH - width) / 2 : left ? MARGIN + level * step : WIDTH - MARGIN - level * step - width;
    const y = topOf(mid ? levels : level);
    const height = mid ? CELL.height + 2 * PADDING : heightOf(block);
    const atLeft = left || mid;
    return {
      id: block.id,
      rect: { x, y, width, height },
      label: { x: atLeft ? x - 4 : x + width + 4, y: y + PADDING + 8, anchor: atLeft ? 'end' : 'start' },
      cells: cellsOf(block, architecture, { x, y, width }),
    };
  });
  const rectOf = (id: string) => blocks.find((block) => block.id === id)?.rect;
  const skips = Array.from({ length: levels }, (_, level) => {
    const [from, to] = [rectOf(`dn${level}`), rectOf(`up${levels - 1 - level}`)];
    return from && to ? [{ x1: from.x + from.width, x2: to.x, y: from.y + CELL.height }] : [];
  }).flat();
  const height = Math.max(...blocks.map(({ rect }) => rect.y + rect.height)) + 1;
  return { width: WIDTH, height, blocks, skips };
}

function onLevel({ id }: BlockShape, level: number, architecture: Architecture): boolean {
  return id !== 'mid' && levelOf(id, architecture) === level;
}

function heightOf({ resUnits }: BlockShape): number {
  return resUnits * (CELL.height + GAP) - GAP + 2 * PADDING;
}

/** A layer a row, Res beside Attn; where there is no Attn, Res takes its place too. mid is a row by itself. */
function cellsOf(block: BlockShape, architecture: Architecture, { x, y, width }: Omit<Rect, 'height'>) {
  const units = unitsOf(architecture).filter((unit) => unit.block === block.id);
  return units.map(({ id, layer, kind }, index) => {
    const wide = block.id !== 'mid' && block.attnUnits === 0;
    const column = block.id === 'mid' ? index : kind === 'attn' ? 1 : 0;
    const row = block.id === 'mid' ? 0 : layer;
    return {
      id,
      rect: {
        x: x + PADDING + column * (CELL.width + GAP),
        y: y + PADDING + row * (CELL.height + GAP),
        width: wide ? width - 2 * PADDING : CELL.width,
        height: CELL.height,
      },
    };
  });
}
