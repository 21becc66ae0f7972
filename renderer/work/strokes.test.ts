import { describe, expect, test } from 'vitest';
import { fullCallsOf, parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { applyCallStroke, startCallStroke } from './call-stroke.ts';
import { applyStroke, extendStroke, startStroke, titleOfStroke } from './unit-stroke.ts';

describe('a stroke over units', () => {
  test('turns its first unit over, and the others follow', () => {
    const stroke = extendStroke(startStroke(['dn0.0.res'], ['dn0.0.res'], null), ['dn0.0.attn', 'dn0.0.res']);
    expect(stroke).toEqual({ state: 'compute', units: ['dn0.0.res', 'dn0.0.attn'] });
    expect(applyStroke(['dn0.0.res', 'mid.0.res'], stroke)).toEqual(['mid.0.res']);
    expect(titleOfStroke(stroke)).toBe('Compute 2 units');
  });
  test('has the state of the brush that was picked up', () => {
    const stroke = startStroke(['dn0.0.res'], ['dn0.0.res'], 'inherit');
    expect(stroke.state).toBe('inherit');
    expect(titleOfStroke(stroke)).toBe('Inherit dn0.0.res');
  });
});

describe('a stroke over calls', () => {
  const P5 = parseMode('P5');

  test('starts by turning its first call over', () => {
    expect(startCallStroke(P5, 51, 5)).toEqual({ step: 'inherit', from: 5, to: 5 });
    expect(startCallStroke(P5, 51, 6)).toEqual({ step: 'full', from: 6, to: 6 });
  });
  test('makes the mode an explicit list', () => {
    const mode = applyCallStroke(P5, 12, { step: 'full', from: 8, to: 6 });
    expect(mode).toEqual({ kind: 'explicit', fullCalls: [0, 5, 6, 7, 8, 10] });
    expect(fullCallsOf(applyCallStroke(mode, 12, { step: 'inherit', from: 0, to: 11 }), 12)).toEqual([0]);
  });
  test('leaves the mode alone where nothing changes', () => {
    expect(applyCallStroke(P5, 12, { step: 'full', from: 5, to: 5 })).toBe(P5);
    expect(applyCallStroke(P5, 12, { step: 'inherit', from: 0, to: 0 })).toBe(P5);
    expect(applyCallStroke(P5, 12, null)).toBe(P5);
  });
});
