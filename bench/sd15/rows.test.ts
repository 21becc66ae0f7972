import { expect, test } from 'vitest';
import { blocks, GROUPS } from './rows.ts';

const all = blocks();

test('every preset has an inherit call in both semantics, in turns with a full call', () => {
  const presets = all.filter(({ group }) => group === 'presets');
  const inherits = presets.flatMap(({ rows }) =>
    rows.slice(1).map(({ work }) => `${work['preset']} ${work['semantics']}`),
  );
  expect(inherits).toHaveLength(2 * 23);
  expect(new Set(inherits).size).toBe(2 * 23);
  for (const { rows } of presets) expect(rows[0]!.work).toEqual({ do: 'call', size: 512, batch: 1 });
});

test('a block and a row are found by their names, and every group has rows', () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { rows } of all) expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(new Set(all.map(({ group }) => group))).toEqual(new Set(Object.keys(GROUPS)));
});

test('a strategy of fifty calls is measured in turns with the baseline that it is compared with', () => {
  const generations = all.filter(({ group }) => group === 'generations');
  for (const { rows } of generations) {
    expect(rows[0]!).toMatchObject({ contender: 'ours', work: { do: 'generate', steps: 50 } });
    expect(rows[0]!.work).not.toHaveProperty('preset');
  }
});
