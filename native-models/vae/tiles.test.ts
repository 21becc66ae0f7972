import { describe, expect, test } from 'vitest';
import { cover, type Planes, TILE, throughTiles, tileCount, tilingOf } from './tiles.ts';

describe('tiles of one length cover a side', () => {
  test.each([
    // 512, 768, 1024 and 2048 pixels of Stable Diffusion.
    [64, { length: 64, starts: [0] }],
    [96, { length: 56, starts: [0, 40] }],
    [128, { length: 54, starts: [0, 37, 74] }],
    [256, { length: 64, starts: [0, 48, 96, 144, 192] }],
    [65, { length: 41, starts: [0, 24] }],
  ])('of %i latents', (side, expected) => {
    expect(cover(side, TILE)).toEqual(expected);
  });

  test('whatever its length: from end to end, sharing enough, and never three at one place', () => {
    for (let side = 1; side <= 1024; side++) {
      const { length, starts } = cover(side, TILE);
      expect(length).toBeLessThanOrEqual(TILE.most);
      expect([starts[0], starts.at(-1)! + length]).toEqual([0, side]);
      for (let i = 1; i < starts.length; i++) {
        expect(starts[i - 1]! + length - starts[i]!, `${side}`).toBeGreaterThanOrEqual(TILE.overlap);
        if (i > 1) expect(starts[i - 2]! + length, `${side}`).toBeLessThanOrEqual(starts[i]!);
      }
    }
  });
});

/** (channels, height, width) of numbers that depend on all three. */
function planes(
  channels: number,
  height: number,
  width: number,
  at: (c: number, y: number, x: number) => number,
): Planes {
  const data = Float32Array.from({ length: channels * height * width }, (_, i) =>
    at(Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width),
  );
  return { data, channels, height, width };
}

const SMALL = { most: 8, overlap: 3 };

test('what does not change on the way comes together again', async () => {
  const whole = planes(2, 21, 13, (c, y, x) => 100 * c + y - x / 2);
  const tiling = tilingOf(13, 21, SMALL);
  const result = await throughTiles(whole, tiling, { scaleIn: 1, scaleOut: 1 }, async (tile) => tile);
  expect(tileCount(tiling)).toBe(8);
  expect(result).toMatchObject({ channels: 2, height: 21, width: 13 });
  for (const [i, value] of result.data.entries()) expect(value).toBeCloseTo(whole.data[i]!, 4);
});

test('tiles that differ fade into each other, in equal steps', async () => {
  // Two tiles of 7 over a side of 11: 3 shared. The first is 0 throughout, the second 6.
  const tiling = tilingOf(11, 1, SMALL);
  expect(tiling.across).toEqual({ length: 7, starts: [0, 4] });
  const whole = planes(1, 1, 11, () => 0);
  const run = async (tile: Float32Array, number: number) => tile.map(() => 6 * number);
  const { data } = await throughTiles(whole, tiling, { scaleIn: 1, scaleOut: 1 }, run);
  expect([...data].map((x) => Math.round(x * 1e4) / 1e4)).toEqual([0, 0, 0, 0, 0, 2, 4, 6, 6, 6, 6]);
});

test('a tile may grow on the way, or shrink: places follow', async () => {
  const tiling = tilingOf(12, 10, SMALL);
  const small = planes(1, 10, 12, (_, y, x) => y + x);
  const doubled = await throughTiles(small, tiling, { scaleIn: 1, scaleOut: 2 }, async (tile) => {
    const { length: width } = tiling.across;
    return planes(1, tiling.down.length * 2, width * 2, (_, y, x) => tile[(y >> 1) * width + (x >> 1)]!).data;
  });
  expect(doubled).toMatchObject({ width: 24, height: 20 });
  for (const [i, value] of doubled.data.entries()) {
    expect(value).toBeCloseTo((Math.floor(i / 24) >> 1) + ((i % 24) >> 1), 4);
  }
  const halved = await throughTiles(doubled, tiling, { scaleIn: 2, scaleOut: 1 }, async (tile) => {
    const width = tiling.across.length;
    return planes(1, tiling.down.length, width, (_, y, x) => tile[4 * y * width + 2 * x]!).data;
  });
  for (const [i, value] of halved.data.entries()) expect(value).toBeCloseTo(small.data[i]!, 4);
});
