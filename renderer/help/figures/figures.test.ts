/** What the figures show, against the specification's literals: they compute with the product's functions, so these must come out. */
import { expect, test } from 'vitest';
import { kindsOf, planRun } from '../../../native-models/strategy/plan.ts';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import { CO6, SD, SD_COST, TINY } from '../../work/example.fixture.ts';
import { dialledMode, firstMask, gainOf, P5, planOf, unitMoment } from './example.ts';
import { keptBytes } from './kept-bytes.ts';
import { exampleProgram, halvedCalls, lanesOf } from './program-lanes.ts';
import { quantisedRow } from './quantised-row.ts';
import { timesOf } from './rival-times.ts';
import { disturbed, scene } from './test-picture.ts';
import { layoutU } from './u-layout.ts';
import { measureFidelity } from '../../../native-models/metrics/fidelity.ts';
import { unitsOf } from '../../../native-models/strategy/architecture.ts';

test('the first preset is CO6: 35 of 38 units inherit', () => {
  expect(firstMask(SD)).toEqual(CO6);
  expect(firstMask(SD)).toHaveLength(35);
});

test.each([
  // c and the ideal speed-up of the specification's table, at 50 calls.
  [5, 10, 18, 32, 1.9],
  [2, 10, 30, 20, 1.42],
  [5, 0, 10, 40, 2.45],
  [1, 0, 50, 0, 1],
])('CO6, period %i and tail %i: %i full, %i inherit, %fx', (period, tail, full, inherit, ideal) => {
  const gain = gainOf(SD, SD_COST, CO6, dialledMode(period, tail), 50);
  expect([gain.full, gain.inherit]).toEqual([full, inherit]);
  // The table rounds c to two digits.
  expect(Math.abs(gain.idealSpeedup - ideal)).toBeLessThan(0.01);
});

test('a unit that inherits adds the F of the last full call, which keeps it; the tail keeps nothing', () => {
  const plan = planOf(SD, CO6, parseMode('P5+'), 50);
  expect(unitMoment(plan, 'dn0.0.res', 7)).toEqual({ from: 5, keeps: false });
  expect(unitMoment(plan, 'dn0.0.res', 5)).toEqual({ from: null, keeps: true });
  expect(unitMoment(plan, 'dn0.0.res', 45)).toEqual({ from: null, keeps: false });
  expect(unitMoment(plan, 'up3.0.attn', 7)).toEqual({ from: null, keeps: false });
});

test('the cache is full from a full call to the last that reads it, and empty in the tail', () => {
  const { behind, peak } = keptBytes(planOf(SD, CO6, parseMode('P5+'), 50), SD_COST, 2);
  const all = SD_COST.units.filter(({ id }) => CO6.includes(id as (typeof CO6)[number]));
  expect(peak).toBe(2 * all.reduce((sum, { outputBytes }) => sum + outputBytes, 0));
  expect(behind.slice(0, 6)).toEqual([peak, peak, peak, peak, 0, peak]);
  expect(behind.slice(39)).toEqual(Array.from({ length: 11 }, () => 0));
});

test.each([
  ['SD', SD],
  ['Tiny', TINY],
])('the U of %s has every unit once, within its picture, and no two overlap', (_, architecture) => {
  const { blocks, width, height, skips } = layoutU(architecture);
  const cells = blocks.flatMap(({ cells }) => cells);
  expect(cells.map(({ id }) => id)).toEqual(unitsOf(architecture).map(({ id }) => id));
  for (const { rect } of cells) {
    expect(rect.x).toBeGreaterThanOrEqual(0);
    expect(rect.x + rect.width).toBeLessThanOrEqual(width);
    expect(rect.y + rect.height).toBeLessThanOrEqual(height);
  }
  for (const [i, { rect: a }] of cells.entries()) {
    for (const { rect: b } of cells.slice(i + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
  }
  expect(skips).toHaveLength(architecture.blocks.filter(({ id }) => id.startsWith('dn')).length);
});

test('the lanes of the example: full, forecast, inherited, half, nothing', () => {
  const program = exampleProgram(SD);
  const plan = planRun(program, program.calls.length, [SD]);
  expect(plan.warnings).toEqual([]);
  const lanes = new Map(lanesOf(plan, SD).map(({ block, cells }) => [block, cells]));
  const [c, i, f, n] = ['compute', 'inherit', 'forecast', 'idle'];
  expect(lanes.get('mid')).toEqual([c, c, f, i, c, i, c, n, c, i, i, c]);
  expect(lanes.get('up3')).toEqual([c, c, c, c, c, c, c, n, c, c, c, c]);
  expect(kindsOf(plan)[7]).toBe('skip');
  expect(halvedCalls(plan).flatMap((halved, call) => (halved ? [call] : []))).toEqual([5, 6]);
});

test('without a baseline on record the rival is reckoned by calls alone, with one by its times', () => {
  expect(timesOf(51, [])).toEqual({ calls: 51, seconds: 51, unetSeconds: 51, measured: false });
  const timings = Array.from({ length: 20 }, () => ({}) as never);
  const run = { purpose: 'baseline', seconds: 12, unetSeconds: 10, timings } as const;
  expect(timesOf(50, [run])).toEqual({ calls: 50, seconds: 27, unetSeconds: 25, measured: true });
});

test('a largest weight of 127 has steps of one: whole numbers come back, the rest is off by half at most', () => {
  const row = quantisedRow(20, 127);
  expect(row[0]).toEqual({ weight: 127, integer: 127, value: 127 });
  for (const { weight, integer, value } of row) {
    expect(value).toBe(integer);
    expect(Math.abs(weight - value)).toBeLessThanOrEqual(0.5);
  }
});

test('the picture of the metrics: undisturbed it is identical; 20 brighter everywhere is 20 log10(255 / 20) dB', () => {
  const picture = scene();
  expect(measureFidelity(disturbed(picture, 0, 'noise'), picture).identical).toBe(true);
  const grey = { width: 16, height: 16, pixels: new Uint8Array(3 * 256).fill(100) };
  expect(measureFidelity(disturbed(grey, 20, 'brighter'), grey).values.psnr).toBeCloseTo(22.1102, 4);
});

test('P5 of the figures is the paper’s', () => expect(P5).toEqual({ kind: 'periodic', period: 5, tail: 0 }));
