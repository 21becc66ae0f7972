import { barsHeight } from './layout.ts';
import { describe, expect, test } from 'vitest';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import { callAt, layoutTimeline } from './layout.ts';
import { MODE_BUTTONS, tailNote } from './modes.ts';

const P5 = parseMode('P5');

describe('the bars', () => {
  const steps = Array.from({ length: 51 }, (_, call) => ({
    step: call % 5 === 0 ? ('full' as const) : ('inherit' as const),
    unet: call < 12 ? 0 : 1,
  }));
  test('share the width', () => {
    const layout = layoutTimeline(steps, 816);
    expect(layout.width).toBeCloseTo(816);
    expect(layout.bars.map(({ call }) => callAt(layout, layout.bars[call]!.x + 1))).toEqual(
      steps.map((_, call) => call),
    );
  });
  test('one starts where another UNet takes over', () => {
    expect(
      layoutTimeline(steps, 816)
        .bars.filter(({ starts }) => starts)
        .map(({ call }) => call),
    ).toEqual([12]);
  });
  test('stay large enough to hit however many they are; then the picture is wider than the pane', () => {
    expect(
      layoutTimeline(
        Array.from({ length: 1000 }, () => ({ step: 'full', unet: 0 })),
        800,
      ).width,
    ).toBe(6000);
  });
  test('a stroke that leaves the picture ends at its edge', () => {
    const layout = layoutTimeline(steps, 816);
    expect([callAt(layout, -50), callAt(layout, 9999)]).toEqual([0, 50]);
  });
});

test('the tail is noted where there is one', () => {
  expect(tailNote(parseMode('P5+'), 51)).toEqual({ from: 41, text: 'last 10 full (†)' });
  expect(tailNote(parseMode('P5+'), 6)).toEqual({ from: 0, text: 'last 6 full (†)' });
  expect(tailNote(P5, 51)).toBeNull();
});

test('the buttons are called what their modes are called', () => {
  expect(MODE_BUTTONS.map(({ label }) => label)).toEqual(['Full', 'P2†', 'P5†', 'P5']);
});

test('bars grow with the pane, and never shrink to where they cannot be hit', () => {
  expect(barsHeight(140, 0)).toBe(58);
  expect(barsHeight(220, 0)).toBe(138);
  expect(barsHeight(220, 26)).toBe(112);
  expect(barsHeight(90, 0)).toBe(58);
  expect(barsHeight(900, 0)).toBe(150);
});
