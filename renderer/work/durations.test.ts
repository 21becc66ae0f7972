import { expect, test } from 'vitest';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import { durationsFrom } from './durations.ts';

const PLAIN = {
  modelId: 'm',
  device: 'cpu',
  width: 64,
  height: 64,
  steps: 10,
  scheduler: 'ddim',
  guidanceScale: 7,
  strategy: null,
} as RunSettings;
const STRATEGY = {
  name: 'x',
  inherit: ['dn0.0.res'],
  mode: { kind: 'periodic', period: 5, tail: 0 },
  semantics: 'residual',
  switching: [],
  precision: 'float32' as const,
} as const;
const inherited = { ...PLAIN, strategy: { ...STRATEGY, inherit: [...STRATEGY.inherit], switching: [] } } as RunSettings;

const timings = (full: number, inherit: number) => [
  ...Array.from({ length: full }, (_, call) => ({ call, step: 'full', seconds: 2 })),
  ...Array.from({ length: inherit }, (_, call) => ({ call: full + call, step: 'inherit', seconds: 0.5 })),
];
const baseline = { settings: PLAIN, seconds: 21, timings: timings(10, 0) } as unknown as Run;
const run = { settings: inherited, seconds: 9, timings: timings(2, 8) } as unknown as Run;

test('nothing is guessed before anything was measured', () => {
  expect(durationsFrom([])(PLAIN)).toBeNull();
  expect(durationsFrom([baseline])({ ...PLAIN, width: 128 })).toBeNull();
});

test('a run takes its calls and what is around them', () => {
  const seconds = durationsFrom([baseline]);
  expect(seconds(PLAIN)).toBe(21);
  expect(seconds({ ...PLAIN, steps: 20 })).toBe(41);
  expect(seconds({ ...PLAIN, scheduler: 'pndm' })).toBe(23);
});

test('an inherit step is as quick as measured, and supposed until then', () => {
  expect(durationsFrom([baseline, run])(inherited)).toBe(1 + 2 * 2 + 8 * 0.5);
  expect(durationsFrom([baseline])(inherited)).toBeCloseTo(1 + 2 * 2 + 8 * 0.8, 12);
});
