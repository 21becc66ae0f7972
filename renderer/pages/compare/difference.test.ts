import { expect, test } from 'vitest';
import { differenceOf, fullScaleFor, heat, type Pixels } from './difference.ts';

const pixels = (width: number, ...rgb: readonly number[][]): Pixels => ({
  width,
  height: rgb.length / width,
  data: Uint8ClampedArray.from(rgb.flatMap((one) => [...one, 255])),
});

test('equal pictures are dark all over', () => {
  const picture = pixels(1, [10, 20, 30], [1, 2, 3]);
  const difference = differenceOf(picture, picture)!;
  expect({ mean: difference.mean, largest: difference.largest }).toEqual({ mean: 0, largest: 0 });
  expect(Array.from(difference.data.subarray(0, 4))).toEqual([8, 8, 20, 255]);
});

test('mean and largest are counted over the channels, whichever picture is brighter', () => {
  const difference = differenceOf(pixels(2, [0, 0, 0], [30, 60, 90]), pixels(2, [0, 0, 0], [0, 0, 0]))!;
  expect({ mean: difference.mean, largest: difference.largest }).toEqual({ mean: 30, largest: 60 });
});

test('the scale is fitted to the largest difference, in powers of two', () => {
  expect([0, 3, 4, 5, 33, 200, 255].map((largest) => fullScaleFor(largest))).toEqual([4, 4, 4, 8, 64, 256, 256]);
  const difference = differenceOf(pixels(2, [8, 8, 8], [0, 0, 0]), pixels(2, [0, 0, 0], [0, 0, 0]))!;
  expect(Array.from(difference.data.subarray(0, 4))).toEqual(heat(1));
});

test('pictures of different size cannot be laid over each other', () => {
  expect(differenceOf(pixels(1, [0, 0, 0]), pixels(1, [0, 0, 0], [0, 0, 0]))).toBeNull();
});

test('the ramp gets brighter all along and ends at full scale', () => {
  const light = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    heat(share)
      .slice(0, 3)
      .reduce((a, b) => a + b, 0),
  );
  expect(light).toEqual(light.toSorted((a, b) => a - b));
  expect(heat(7)).toEqual(heat(1));
});
