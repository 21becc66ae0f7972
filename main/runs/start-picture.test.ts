import { expect, test } from 'vitest';
import { pilFile } from '../pictures/probe/pil-pictures.fixture.ts';
import { sizeLike, startPicture } from './start-picture.ts';

test.each([
  [104, 72, 104, 72, []],
  [107, 71, 104, 72, ['the start picture is 107x71, the run 104x72: sides are multiples of 8']],
  [3, 5, 8, 8, ['the start picture is 3x5, the run 8x8: sides are multiples of 8']],
  [
    4000,
    3000,
    1184,
    888,
    ['the start picture is 4000x3000, the run 1184x888: a larger run has to be asked for with --size'],
  ],
  [1024, 1024, 1024, 1024, []],
  [30_000, 8, 8192, 8, ['the start picture is 30000x8, the run 8192x8: sides are multiples of 8']],
] as const)('a run that starts from %ix%i is %ix%i', (width, height, runWidth, runHeight, notes) => {
  expect(sizeLike({ width, height }, 8)).toEqual({ width: runWidth, height: runHeight, notes });
});

test('a change of proportions is said, a change of size alone is not', async () => {
  // 19x11.
  const file = pilFile('rgb.png');
  const cut = await startPicture(file, 0.5, { width: 16, height: 16 });
  expect([cut.image.width, cut.image.height]).toEqual([16, 16]);
  expect(cut.notes).toEqual([
    'the start picture has other proportions than the run: enlarged from 19x11 to cover 16x16; 6 pixels on the left and on the right are cut off',
  ]);
  expect((await startPicture(file, 0.5, { width: 38, height: 22 })).notes).toEqual([]);
});
