import { describe, expect, test } from 'vitest';
import { unitsOf } from '../../../native-models/strategy/architecture.ts';
import { BASE, SD, TINY } from '../../work/example.fixture.ts';
import { presetOf, resolvePreset } from '../../../native-models/strategy/presets.ts';
import { targetAt, unitsAlong } from './hit-test.ts';
import { centreOf, type Rect } from '../../ui/geometry.ts';
import { layoutUnet, type UnetLayout } from './layout.ts';
import { maskAsText } from './mask-as-text.ts';
import { isArrowKey, neighbour } from './navigate.ts';

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const cellOf = (layout: UnetLayout, id: string) =>
  layout.blocks.flatMap(({ boxes }) => boxes).find(({ unit }) => unit.id === id)!;
const blockOf = (layout: UnetLayout, id: string) => layout.blocks.find((block) => block.id === id)!;

describe.each([
  ['SD', SD],
  ['BK-Base', BASE],
  ['BK-Tiny', TINY],
])('the U of %s', (_, architecture) => {
  test.each([0.8, 1.2, 1.9])('at aspect %f: every unit once, inside its block, nothing overlapping', (aspect) => {
    const layout = layoutUnet(architecture, aspect);
    const boxes = layout.blocks.flatMap(({ boxes }) => boxes);
    expect(boxes.map(({ unit }) => unit.id)).toEqual(unitsOf(architecture).map(({ id }) => id));
    for (const { rect, boxes } of layout.blocks) {
      for (const box of boxes) {
        expect(box.rect.x).toBeGreaterThan(rect.x);
        expect(box.rect.x + box.rect.width).toBeLessThan(rect.x + rect.width);
        expect(box.rect.y + box.rect.height).toBeLessThan(rect.y + rect.height);
      }
    }
    const rects = [...layout.blocks, ...layout.regions].map(({ rect }) => rect);
    for (const [index, rect] of rects.entries()) {
      expect(rects.slice(index + 1).some((other) => overlap(rect, other))).toBe(false);
      expect(rect.x).toBeGreaterThanOrEqual(0);
      expect(rect.x + rect.width).toBeLessThanOrEqual(layout.width);
      expect(rect.y + rect.height).toBeLessThanOrEqual(layout.height);
    }
  });

  test('one skip connection a level, from left to right', () => {
    const { skips, blocks } = layoutUnet(architecture, 1.3);
    expect(skips).toHaveLength(blocks.filter(({ id }) => id.startsWith('dn')).length);
    for (const { x1, x2 } of skips) expect(x1).toBeLessThan(x2);
  });

  test('the main path joins every block to the next', () => {
    const { flow, blocks } = layoutUnet(architecture, 1.3);
    expect(flow).toHaveLength(blocks.length - 1);
  });
});

const layout = layoutUnet(SD, 1.25);

test('deeper blocks lie lower and nearer the middle, mid at the bottom', () => {
  const [dn0, dn1, up3, mid] = ['dn0', 'dn1', 'up3', 'mid'].map((id) => blockOf(layout, id).rect);
  expect(dn1!.x).toBeGreaterThan(dn0!.x);
  expect(dn1!.y).toBeGreaterThan(dn0!.y);
  expect(up3!.x).toBeGreaterThan(layout.width / 2);
  expect(mid!.y).toBe(Math.max(...layout.blocks.map(({ rect }) => rect.y)));
});

describe('what is under a point', () => {
  test('a box is its unit', () => {
    const { unit, rect } = cellOf(layout, 'up3.1.attn');
    expect(targetAt(layout, centreOf(rect))).toEqual({ kind: 'unit', unit });
  });
  test('the gap between two boxes of a row is their layer', () => {
    const { rect } = cellOf(layout, 'dn1.1.res');
    const gap = { x: rect.x + rect.width + 2, y: centreOf(rect).y };
    expect(targetAt(layout, gap)).toEqual({ kind: 'layer', block: 'dn1', layer: 1 });
  });
  test('the head of a block is the block', () => {
    const { rect } = blockOf(layout, 'up0');
    expect(targetAt(layout, { x: rect.x + 20, y: rect.y + 10 })).toEqual({ kind: 'block', block: 'up0' });
  });
  test('a region is itself, and beside everything is nothing', () => {
    expect(targetAt(layout, centreOf(layout.regions[0]!.rect))).toEqual({ kind: 'region', region: 'encoder' });
    expect(targetAt(layout, { x: layout.width / 2, y: 40 })).toBeNull();
  });
  test('a quick stroke paints every box it crosses', () => {
    const [from, to] = ['up3.0.attn', 'up3.2.attn'].map((id) => centreOf(cellOf(layout, id).rect));
    expect(unitsAlong(layout, from!, to!)).toEqual(['up3.0.attn', 'up3.1.attn', 'up3.2.attn']);
  });
});

describe('arrow keys', () => {
  test.each([
    ['dn0.0.res', 'ArrowRight', 'dn0.0.attn'],
    ['dn0.0.res', 'ArrowDown', 'dn0.1.res'],
    ['dn0.0.attn', 'ArrowRight', 'up3.0.res'],
    ['up3.0.res', 'ArrowLeft', 'dn0.0.attn'],
    ['mid.0.attn', 'ArrowRight', 'mid.1.res'],
    ['mid.0.attn', 'ArrowUp', 'up0.2.res'],
  ] as const)('from %s %s leads to %s', (from, key, to) => {
    expect(neighbour(layout, from, key)?.id).toBe(to);
  });
  test('every unit can be reached from the first', () => {
    const reached = new Set(['dn0.0.res']);
    for (const id of reached) {
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].filter(isArrowKey)) {
        const next = neighbour(layout, id as 'dn0.0.res', key);
        if (next) reached.add(next.id);
      }
    }
    expect(reached.size).toBe(unitsOf(SD).length);
  });
  test('there is nothing above the top', () => {
    expect(neighbour(layout, 'up3.0.attn', 'ArrowUp')).toBeNull();
  });
});

test('the mask in words, block by block', () => {
  const words = maskAsText(SD, resolvePreset(presetOf('CO6'), SD).inherited);
  expect(words.at(0)).toEqual({ block: 'dn0', text: 'all inherit' });
  expect(words.at(-1)).toEqual({
    block: 'up3',
    text: 'Attn 0, Attn 1, Attn 2 compute; Res 0, Res 1, Res 2 inherit',
  });
});
