import { describe, expect, it } from 'vitest';
import { ProgressDisplay } from './progress-display.ts';

function display(isTTY: boolean) {
  let now = 0;
  const written: string[] = [];
  const output = { isTTY, columns: 80, write: (text: string) => written.push(text) };
  const shown = new ProgressDisplay(output, { now: () => now, color: false });
  const at = (milliseconds: number, done: number, secondsLeft: number | null = null) => {
    now = milliseconds;
    shown.watch({ kind: 'progress', label: 'CO6 P5+, 2 of 3', done, secondsLeft });
  };
  return { shown, written, at };
}

describe('progress', () => {
  it('is a bar in place on a terminal', () => {
    const { written, at, shown } = display(true);
    at(0, 0.5, 75);
    expect(written).toEqual(['\r\u001B[2K████████████░░░░░░░░░░░░  50%, 1 min 15 s left  CO6 P5+, 2 of 3']);
    shown.watch({ kind: 'warning', message: 'the prompt was cut' });
    expect(written.slice(1)).toEqual(['\r\u001B[2K', 'Warning: the prompt was cut\n']);
  });

  it('is a plain line now and then elsewhere', () => {
    const { written, at } = display(false);
    at(0, 0);
    at(1_000, 0.3, 9);
    at(3_500, 0.05, 60);
    at(4_000, 0.35, 8);
    at(5_000, 0.9, 1);
    expect(written).toEqual(['CO6 P5+, 2 of 3: 0%\n', 'CO6 P5+, 2 of 3: 35%, 8 s left\n']);
  });
});
