import { expect, test } from 'vitest';
import { picturesToMake, runTitle } from './run-words.ts';

test('Run says how many pictures it queues', () => {
  expect([runTitle(1), runTitle(12)]).toEqual(['Run', 'Run 12']);
});

test.each([
  [1, true, '1 picture: seed 7'],
  [1, false, '1 picture: a new seed'],
  [12, true, '12 pictures: seed 7 and those that follow, up to 18'],
  [12, false, '12 pictures: a new seed and those that follow'],
])('%i pictures, seed kept %s: %s', (count, seedLocked, words) => {
  expect(picturesToMake({ count, seed: 7, seedLocked })).toBe(words);
});
