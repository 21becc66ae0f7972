import { expect, test } from 'vitest';
import { droppedPaths, typedPath } from './dropped-paths.ts';

const files = [new File([], 'a'), new File([], 'b.safetensors')];

test('on the desktop whatever is dropped has its path; what lies nowhere is left out', () => {
  const pathOf = ({ name }: File) => (name === 'a' ? '' : `/models/${name}`);
  expect(droppedPaths(files, pathOf)).toEqual({ paths: ['/models/b.safetensors'] });
});

test('in a browser a dropped file has no place: what to do instead is said', () => {
  expect(droppedPaths(files, null)).toEqual({
    problem: { message: 'A browser does not tell where a lies.', advice: expect.stringContaining('Browse') },
  });
  expect(droppedPaths(files, () => '')).toHaveProperty('problem');
});

test('a path that was copied with its quotes is meant without', () => {
  expect(typedPath(' "/models/a b" ')).toBe('/models/a b');
  expect(typedPath('C:\\models\\a')).toBe('C:\\models\\a');
});
