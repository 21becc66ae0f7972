import { describe, expect, it } from 'vitest';
import { plainStepsFor } from './equal-time.ts';

/** 50 calls of 0.1 s each, and half a second for the rest. */
const ddim = { calls: 50, seconds: 5.5, unetSeconds: 5 };
const pndm = { calls: 51, seconds: 5.6, unetSeconds: 5.1 };

describe('plain steps in the same time', () => {
  it('are what the time buys once the rest is paid for', () => {
    // 3 s - 0.5 s = 25 calls of 0.1 s.
    expect(plainStepsFor(ddim, 50, 3)).toBe(25);
    // PNDM makes a call more than steps.
    expect(plainStepsFor(pndm, 50, 3)).toBe(24);
  });

  it('are the nearest number, not the next lower', () => expect(plainStepsFor(ddim, 50, 3.06)).toBe(26));

  it('of image-to-image are as many as have that share of them made', () => {
    // Strength 0.6 of 50 steps: 30 are made, in 31 calls. 1.6 s buy 11 calls of 0.1 s: 10 steps made, of 17.
    const partly = { calls: 31, seconds: 3.6, unetSeconds: 3.1 };
    expect(plainStepsFor(partly, 50, 1.6, 0.6)).toBe(17);
    expect(plainStepsFor(partly, 50, 99, 0.6)).toBe(50);
    expect(plainStepsFor(partly, 50, 0, 0.6)).toBe(2);
  });

  it('are at least one, and never more than the baseline has', () => {
    expect(plainStepsFor(ddim, 50, 0.1)).toBe(1);
    expect(plainStepsFor(ddim, 50, 9)).toBe(50);
  });
});
