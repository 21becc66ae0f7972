/** Points of the diagram -> what is there. */
import type { UnitId } from '../../../native-models/strategy/architecture.ts';
import type { Target } from '../../work/regions.ts';
import { contains, type Point } from '../../ui/geometry.ts';
import type { UnetLayout } from './layout.ts';

/** A box is its unit, the gap between two boxes their layer, the rest of a block the block. */
export function targetAt(layout: UnetLayout, point: Point): Target | null {
  const block = layout.blocks.find(({ rect }) => contains(rect, point));
  if (block) {
    const box = block.boxes.find(({ rect }) => contains(rect, point));
    if (box) return { kind: 'unit', unit: box.unit };
    const layer = block.layers.find(({ rect }) => contains(rect, point));
    return layer ? { kind: 'layer', block: block.id, layer: layer.layer } : { kind: 'block', block: block.id };
  }
  const region = layout.regions.find(({ rect }) => contains(rect, point));
  return region ? { kind: 'region', region: region.region } : null;
}

/** A quick hand jumps over boxes between two events of the pointer: every box on the line counts as painted. */
export function unitsAlong(layout: UnetLayout, from: Point, to: Point): readonly UnitId[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STRIDE));
  const units = Array.from({ length: steps + 1 }, (_, step) => {
    const t = step / steps;
    return targetAt(layout, { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t });
  }).flatMap((target) => (target?.kind === 'unit' ? [target.unit.id] : []));
  return [...new Set(units)];
}

/** Less than half of the smallest box. */
const STRIDE = 8;
