import { expect, test } from 'vitest';
import { blocks, GROUPS } from './rows.ts';

const all = blocks();

test('every preset has an inherit call in both semantics, in turns with a full call', () => {
  const presets = all.filter(({ group }) => group === 'presets');
  const inherits = presets.flatMap(({ rows }) =>
    rows.slice(1).map(({ work }) => `${work['computed']} ${work['semantics']}`),
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

test('generations are of fifty calls, and what is compared with something is in the first block', () => {
  const [compared, ...others] = all.filter(({ group }) => group === 'generations');
  expect(compared!.rows[0]).toEqual({
    id: 'ours',
    contender: 'ours',
    work: { do: 'generate', size: 512, batch: 1, steps: 50 },
  });
  for (const { work } of compared!.rows) expect(work).toMatchObject({ do: 'generate', steps: 50 });
  const ids = [compared!, ...others].flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  // The issue's: five presets in three modes, and a DeepCache of three intervals and two branches.
  expect(ids.filter((id) => id.endsWith(' residual'))).toHaveLength(15);
  expect(ids.filter((id) => /^DeepCache branch [02] P[235]$/.test(id))).toHaveLength(6);
});
