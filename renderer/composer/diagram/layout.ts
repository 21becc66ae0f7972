/**
 * Where everything of a UNet is drawn: encoder down the left, decoder up the right, deeper blocks nearer the middle, mid
 * at the bottom. Knows no DOM; the units of length are SVG user units, about a CSS pixel at the usual window size.
 */
import type { Architecture, BlockId, BlockShape, Unit } from '../../../native-models/strategy/architecture.ts';
import { sideOf, unitsOf } from '../../../native-models/strategy/architecture.ts';
import type { Rect } from '../../ui/geometry.ts';
import { levelOf, levelsOf, type Region } from '../../work/regions.ts';

export interface UnitBox {
  readonly unit: Unit;
  readonly rect: Rect;
  /** Place in path order: presets flow onto the diagram in it. */
  readonly order: number;
}

export interface BlockBox {
  readonly id: BlockId;
  readonly level: number;
  readonly rect: Rect;
  readonly boxes: readonly UnitBox[];
  readonly layers: readonly { readonly layer: number; readonly rect: Rect }[];
}

export interface SkipLine {
  readonly from: BlockId;
  readonly to: BlockId;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

export interface UnetLayout {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly BlockBox[];
  readonly skips: readonly SkipLine[];
  /** SVG paths of the main path from block to block. */
  readonly flow: readonly string[];
  readonly regions: readonly { readonly region: Region; readonly rect: Rect }[];
}

const MARGIN = 28;
const TOP = 28;
const BLOCK_WIDTH = 182;
const HEADER = 28;
const CELL = 26;
const GAP = 6;
const PADDING = 10;
/** Between the rows of blocks. */
const LEVEL_GAP = 10;
/** Between dn and up of the deepest level. */
const INNER_GAP = 28;
const MID_WIDTH = 256;
const REGION = { width: 84, height: 28 };

const SMALLEST_WIDTH = 2 * (MARGIN + BLOCK_WIDTH) + INNER_GAP;

/** @param aspect width over height of the space there is: the U widens to fill it, its boxes keep their size. */
export function layoutUnet(architecture: Architecture, aspect: number): UnetLayout {
  const levels = levelsOf(architecture);
  const heightOf = (block: BlockShape) => HEADER + block.resUnits * (CELL + GAP) - GAP + PADDING;
  const rows = Array.from({ length: levels }, (_, level) => {
    const blocks = architecture.blocks.filter(({ id }) => id !== 'mid' && levelOf(id, architecture) === level);
    return { blocks, height: Math.max(...blocks.map(heightOf)) };
  });
  const mid = architecture.blocks.find(({ id }) => id === 'mid');
  const bottomRow = mid ? HEADER + CELL + PADDING : REGION.height;
  const height = TOP + rows.reduce((sum, row) => sum + row.height + LEVEL_GAP, 0) + 4 + bottomRow + MARGIN / 2;
  const smallest = Math.max(SMALLEST_WIDTH, MARGIN * 2 + MID_WIDTH + 4 * REGION.width + 48);
  const width = Math.min(Math.max(smallest, height * aspect), height * 1.9);
  const inset = levels > 1 ? (width / 2 - BLOCK_WIDTH - INNER_GAP / 2 - MARGIN) / (levels - 1) : 0;

  const orders = new Map(unitsOf(architecture).map(({ id }, order) => [id, order]));
  const place = (block: BlockShape, level: number, rect: Rect) => placeBlock(block, level, rect, architecture, orders);
  let y = TOP;
  const sides = rows.flatMap(({ blocks, height: rowHeight }, level) => {
    const placed = blocks.map((block) => {
      const x = MARGIN + level * inset;
      const own = heightOf(block);
      return place(block, level, {
        x: sideOf(block.id) === 'encoder' ? x : width - x - BLOCK_WIDTH,
        y: y + (rowHeight - own) / 2,
        width: BLOCK_WIDTH,
        height: own,
      });
    });
    y += rowHeight + LEVEL_GAP;
    return placed;
  });
  y += 4;
  const midRect = { x: (width - MID_WIDTH) / 2, y, width: MID_WIDTH, height: bottomRow };
  const blocks = architecture.blocks.map((block) =>
    block === mid ? place(block, levels - 1, midRect) : sides.find(({ id }) => id === block.id)!,
  );
  return {
    width,
    height,
    blocks,
    skips: skipsOf(blocks),
    flow: flowOf(blocks),
    regions: regionsAt(width, y + bottomRow - REGION.height),
  };
}

function placeBlock(
  shape: BlockShape,
  level: number,
  rect: Rect,
  architecture: Architecture,
  orders: ReadonlyMap<string, number>,
): BlockBox {
  const units = unitsOf(architecture).filter(({ block }) => block === shape.id);
  const inner = rect.width - 2 * PADDING;
  const inRow = shape.id === 'mid';
  const columns = inRow ? units.length : shape.attnUnits > 0 ? 2 : 1;
  const cellWidth = (inner - (columns - 1) * GAP) / columns;
  const boxes = units.map((unit, index): UnitBox => {
    const column = inRow ? index : columns === 2 && unit.kind === 'attn' ? 1 : 0;
    const row = inRow ? 0 : unit.layer;
    // A layer without its AttnUnit gives the ResUnit the whole row.
    const alone = !inRow && columns === 2 && unit.layer >= shape.attnUnits;
    return {
      unit,
      order: orders.get(unit.id)!,
      rect: {
        x: rect.x + PADDING + column * (cellWidth + GAP),
        y: rect.y + HEADER + row * (CELL + GAP),
        width: alone ? inner : cellWidth,
        height: CELL,
      },
    };
  });
  const layers = inRow
    ? []
    : Array.from({ length: shape.resUnits }, (_, layer) => ({
        layer,
        rect: { x: rect.x, y: rect.y + HEADER - GAP / 2 + layer * (CELL + GAP), width: rect.width, height: CELL + GAP },
      }));
  return { id: shape.id, level, rect, boxes, layers };
}

function skipsOf(blocks: readonly BlockBox[]): readonly SkipLine[] {
  return blocks.flatMap((from) => {
    const to = blocks.find(({ id, level }) => id.startsWith('up') && level === from.level);
    if (!from.id.startsWith('dn') || !to) return [];
    const y = from.rect.y + from.rect.height / 2;
    return [{ from: from.id, to: to.id, x1: from.rect.x + from.rect.width, x2: to.rect.x, y }];
  });
}

const RADIUS = 8;

/** Down the left from block to block, through mid, up the right: an elbow each, leaving below and entering at the side. */
function flowOf(blocks: readonly BlockBox[]): readonly string[] {
  return blocks.slice(1).map((to, index) => {
    const from = blocks[index]!;
    const [upper, lower] = from.rect.y < to.rect.y ? [from.rect, to.rect] : [to.rect, from.rect];
    const left = from.rect.x < to.rect.x === from.rect.y < to.rect.y;
    const turn = left ? RADIUS : -RADIUS;
    const side = left ? lower.x : lower.x + lower.width;
    const x = left ? Math.min(upper.x + 24, side - 14) : Math.max(upper.x + upper.width - 24, side + 14);
    const level = lower.y + 14;
    const flat = Math.abs(lower.y - upper.y) < upper.height;
    if (flat) return `M${from.rect.x + from.rect.width} ${middle(from.rect)} H${to.rect.x}`;
    return `M${x} ${upper.y + upper.height} V${level - RADIUS} Q${x} ${level} ${x + turn} ${level} H${side}`;
  });
}

function middle({ y, height }: Rect): number {
  return y + height / 2;
}

function regionsAt(width: number, y: number): UnetLayout['regions'] {
  const step = REGION.width + 8;
  const at = {
    encoder: MARGIN,
    shallow: MARGIN + step,
    deep: width - MARGIN - step - REGION.width,
    decoder: width - MARGIN - REGION.width,
  };
  return (Object.keys(at) as Region[]).map((region) => ({ region, rect: { x: at[region], y, ...REGION } }));
}
