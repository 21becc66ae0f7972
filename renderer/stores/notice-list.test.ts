import { expect, test } from 'vitest';
import { changed, isSaid, type Notice, standing, withNotice } from './notice-list.ts';

const notice = (id: number, part: Partial<Notice> = {}): Notice => ({
  id,
  kind: 'done',
  message: `message ${id}`,
  advice: null,
  action: null,
  at: 0,
  standing: true,
  unseen: true,
  ...part,
});
const many = (count: number) =>
  Array.from({ length: count }, (_, id) => notice(id)).reduce<readonly Notice[]>(withNotice, []);
const ids = (notices: readonly Notice[]) => notices.map(({ id }) => id);

test('three stand at a time, the latest; one that was hidden has room again when another leaves', () => {
  expect(ids(standing(many(5)))).toEqual([2, 3, 4]);
  expect(ids(standing(changed(many(5), 4, { standing: false })))).toEqual([1, 2, 3]);
});

test('a problem that stands there is said; one that was dismissed, or a message of another kind, is not', () => {
  const all = [notice(1, { kind: 'problem' }), notice(2), notice(3, { kind: 'problem', standing: false })];
  expect([1, 2, 3, 4].map((id) => isSaid(all, `message ${id}`))).toEqual([true, false, false, false]);
});

test('what has left stays in the list, up to fifty', () => {
  const all = changed(many(2), 0, { standing: false });
  expect(ids(all)).toEqual([0, 1]);
  expect(ids(standing(all))).toEqual([1]);
  expect(ids(many(60)).length).toBe(50);
  expect(ids(many(60)).at(-1)).toBe(59);
});
