import { expect, test } from 'vitest';
import { keptPlace, type KnownRun, neighbourOf, runPlace, shownRun } from './shown-picture.ts';

const run = (id: number, picture = 'a'.repeat(64)) =>
  ({ id, picture, purpose: 'baseline', settings: { seed: 7, strategy: null, prompt: 'a fox' } }) as unknown as KnownRun;

test('a run leaves the window under its number and seed, a picture from outside under its own', () => {
  expect(shownRun(run(12))).toMatchObject({ kept: { name: 'heirloom-12-seed-7.png', run: 12 }, title: 'baseline' });
  expect(keptPlace('0123456789abcdef', 'Start picture').shown).toMatchObject({
    kept: { name: 'heirloom-picture-01234567.png', run: null },
    title: 'Start picture',
  });
});

test('neighbours are those of the moment, and two runs with one picture are two', () => {
  let runs = [run(3), run(2), run(1)];
  const place = runPlace(run(2), () => runs);
  expect(neighbourOf(place, -1)?.known?.id).toBe(3);
  expect(neighbourOf(place, 1)?.known?.id).toBe(1);
  runs = [run(4), ...runs];
  expect(neighbourOf(place, -2)?.known?.id).toBe(4);
  expect(neighbourOf(place, 2)).toBeNull();
  runs = [run(4)];
  expect(neighbourOf(place, 1)).toBeNull();
});
