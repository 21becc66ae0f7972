import { describe, expect, test } from 'vitest';
import { withMask } from './composition.ts';
import { extend, record, redo, startHistory, undo } from './edit-history.ts';
import { CO6, START } from './example.fixture.ts';

describe('undo', () => {
  const made = record(record(startHistory(START), 'one', { ...START, on: false }), 'two', { ...START, mask: [] });
  test('walks back and forth through every edit', () => {
    const back = undo(undo(made));
    expect(back.present).toBe(START);
    expect(back.future.map(({ title }) => title)).toEqual(['one', 'two']);
    expect(redo(redo(back))).toEqual(made);
  });
  test('a new edit forgets what was undone', () => {
    expect(record(undo(made), 'three', START).future).toEqual([]);
  });
  test('an edit that changes nothing is not remembered', () => {
    expect(record(made, 'same', made.present)).toBe(made);
    expect(withMask(START, [...CO6].toReversed())).toBe(START);
  });
  test('typing that goes on is one edit, and a pause for something else ends it', () => {
    const typed = extend(extend(startHistory('a'), 'Prompt', 'ab'), 'Prompt', 'abc');
    expect(typed.past).toEqual([{ title: 'Prompt', state: 'a' }]);
    expect(undo(typed).present).toBe('a');
    const later = extend(record(typed, 'Steps', 'abc!'), 'Prompt', 'abcd');
    expect(later.past.map(({ title }) => title)).toEqual(['Prompt', 'Steps', 'Prompt']);
  });
  test('at its ends it stays', () => {
    expect(undo(startHistory(START)).present).toBe(START);
    expect(redo(made).present).toBe(made.present);
  });
});
