import { expect, test } from 'vitest';
import { fitInWords, keptOf } from './fit-in-words.ts';

test.each([
  [512, 512, 'It is 512x512, as the run is.'],
  [1024, 1024, 'Shrunk from 1024x1024 to cover 512x512.'],
  [640, 480, 'Enlarged from 640x480 to cover 512x512; 85 pixels on the left and on the right are cut off.'],
  [600, 900, 'Shrunk from 600x900 to cover 512x512; 128 pixels at the top and at the bottom are cut off.'],
  [514, 512, 'Taken from 514x512 to cover 512x512; 1 pixel on the left and on the right are cut off.'],
])('%ix%i', (width, height, words) => {
  expect(fitInWords({ width, height }, { width: 512, height: 512 })).toBe(words);
});

test('what goes in of a picture of another form', () => {
  expect(keptOf({ width: 512, height: 512 }, { width: 256, height: 256 })).toEqual({ width: 1, height: 1 });
  expect(keptOf({ width: 600, height: 900 }, { width: 512, height: 512 })).toEqual({ width: 1, height: 600 / 900 });
  const { width, height } = keptOf({ width: 640, height: 480 }, { width: 512, height: 512 });
  expect([width, height]).toEqual([0.75, 1]);
});
