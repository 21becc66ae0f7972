/** Arrow keys: from a unit to its nearest neighbour on the picture. */
import type { Unit, UnitId } from '../../../native-models/strategy/architecture.ts';
import { centreOf } from '../../ui/geometry.ts';
import type { UnetLayout } from './layout.ts';

export const DIRECTIONS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
} as const;
export type ArrowKey = keyof typeof DIRECTIONS;

export function isArrowKey(key: string): key is ArrowKey {
  return Object.hasOwn(DIRECTIONS, key);
}

/** Cells this far off still count as in the same row or column: dn and up of a level are not quite level. */
const IN_LINE = 20;
/** Straying further counts for more than the way, so that a skip connection is crossed before a diagonal is taken. */
const STRAY = 6;

export function neighbour(layout: UnetLayout, from: UnitId, key: ArrowKey): Unit | null {
  const boxes = layout.blocks.flatMap(({ boxes }) => boxes);
  const start = boxes.find(({ unit }) => unit.id === from);
  if (!start) return null;
  const { x, y } = DIRECTIONS[key];
  const here = centreOf(start.rect);
  let best: { readonly unit: Unit; readonly distance: number } | null = null;
  for (const { unit, rect } of boxes) {
    const there = centreOf(rect);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const along = dx * x + dy * y;
    if (along < 1) continue;
    const distance = along + STRAY * Math.max(0, Math.abs(x === 0 ? dx : dy) - IN_LINE);
    if (!best || distance < best.distance) best = { unit, distance };
  }
  return best?.unit ?? null;
}
