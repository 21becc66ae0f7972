import { describe, expect, test } from 'vitest';
import { doubtInWords, doubtOf, type SpeedupEvidence, SPEEDUP_DOUBTS } from './doubtful-speedup.ts';

/** Of a run of which nothing is odd. */
const evidence = (change: Partial<SpeedupEvidence>): SpeedupEvidence => ({
  speedup: 1.74,
  idealSpeedup: 1.74,
  precision: 'float32',
  unetShare: 1,
  fullCall: 1,
  unevenness: 0.02,
  ...change,
});
const doubt = (change: Partial<SpeedupEvidence>) => doubtOf(evidence(change));

describe('a measured speed-up is doubted', () => {
  test('beyond the ideal; noise is not', () => {
    expect(doubt({ speedup: 1.99 })).toBe('beyond-ideal');
    expect(doubt({ speedup: 1.76 })).toBeNull();
    expect(doubt({ speedup: 1.7 })).toBeNull();
  });

  test('in int8 not for being beyond it: more than the MACs tell is what is asked for', () => {
    expect(doubt({ speedup: 1.99, idealSpeedup: 1, precision: 'int8' })).toBeNull();
    expect(doubt({ speedup: 0.5, idealSpeedup: 1, precision: 'int8' })).toBe('far-below-ideal');
  });

  test('far below what the MACs promise', () => {
    expect(doubt({ speedup: 1.31 })).toBeNull();
    expect(doubt({ speedup: 1.3 })).toBe('far-below-ideal');
    expect(doubt({ speedup: 0.75, idealSpeedup: 2.14 })).toBe('far-below-ideal');
  });

  test('but what no strategy makes shorter is not held against it', () => {
    // Half of the time is around the UNet: with an ideal of 4 the whole comes to 1 / (0.5 / 4 + 0.5) = 1.6.
    expect(doubt({ speedup: 1.6, idealSpeedup: 4, unetShare: 0.5 })).toBeNull();
    expect(doubt({ speedup: 1.1, idealSpeedup: 4, unetShare: 0.5 })).toBe('far-below-ideal');
    expect(doubt({ speedup: 1.6, idealSpeedup: 4, unetShare: 1 })).toBe('far-below-ideal');
  });

  test('where full calls of both took different times, whichever was the slower', () => {
    expect(doubt({ fullCall: 1.2 })).toBeNull();
    expect(doubt({ fullCall: 1.3 })).toBe('unsteady');
    expect(doubt({ fullCall: 0.7 })).toBe('unsteady');
    expect(doubt({ fullCall: null })).toBeNull();
  });

  test('where full calls of one run did', () => {
    expect(doubt({ unevenness: 0.3 })).toBeNull();
    expect(doubt({ unevenness: 0.5 })).toBe('unsteady');
    expect(doubt({ unevenness: null })).toBeNull();
  });
});

/** Seconds of 50 calls of Stable Diffusion 1.5 on a quiet machine, and their ideal: docs/performance.md. */
const QUIET = [
  ['CO6 P5+', 232.7, 51 / (19 + 32 * 0.259)],
  ['CO6 P5', 181.6, 51 / (11 + 40 * 0.259)],
  ['CO3 P5+ boundary', 240.4, 51 / (19 + 32 * 0.246)],
  ['CO3 P5 boundary', 192.1, 51 / (11 + 40 * 0.246)],
  ['LI1 P5', 319.1, 51 / (11 + 40 * 0.658)],
  ['EX3 P5 residual', 277.2, 51 / (11 + 40 * 0.487)],
  ['EX3 P5 boundary', 255.5, 51 / (11 + 40 * 0.38)],
  ['CO5 P5', 228, 51 / (11 + 40 * 0.355)],
] as const;

test.each(QUIET)('%s on a quiet machine is believed', (_, seconds, idealSpeedup) => {
  // The baseline took 432.5 s, of which text encoder and decoder 10.8.
  const [speedup, unetShare] = [432.5 / seconds, 1 - 10.8 / 432.5];
  expect(doubt({ speedup, idealSpeedup, unetShare })).toBeNull();
});

test('every doubt is a sentence', () => {
  for (const each of SPEEDUP_DOUBTS) expect(doubtInWords(each)).toMatch(/^[A-Z].{40,}\.$/);
});
