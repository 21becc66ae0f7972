import { expect, test } from 'vitest';
import { columnLabel, labelOf, screenNameOf, nameOfMode, shortNameOf, summaryOf } from './naming.ts';
import { INT8_ALONE } from './precision.ts';
import { FULL } from './sampling-mode.ts';
import type { Strategy } from './strategy.ts';

const CO6: Strategy = {
  name: 'CO6',
  inherit: ['up0.0.res', 'up0.1.res'],
  mode: { kind: 'periodic', period: 5, tail: 10 },
  semantics: 'residual',
  switching: [],
  precision: 'float32',
};
const PAINTED: Strategy = {
  ...CO6,
  name: 'mine',
  mode: { kind: 'explicit', fullCalls: [0, 7, 60] },
  semantics: 'boundary',
  precision: 'int8',
};
const TURNS: Strategy = {
  ...CO6,
  name: 'S1',
  inherit: [],
  mode: FULL,
  switching: [
    { unet: 'base', calls: 10 },
    { unet: 'sd', calls: 15 },
  ],
};

test.each([
  [CO6, 'CO6 P5+', 'CO6 P5†', ['CO6', 'P5†'], 'CO6 P5†', '2 units inherit, P5†'],
  [
    PAINTED,
    'mine full@0,7,60 int8',
    'mine full@0,7,60 boundary int8',
    ['mine', 'full@0,7,60 boundary int8'],
    'mine 2 full int8',
    '2 units inherit, 2 full, int8',
  ],
  [TURNS, 'S1 full', 'S1 full', ['S1', 'switching'], 'S1 full', '0 units inherit, full, 2 turns of UNets'],
  [INT8_ALONE, 'int8', 'int8', ['Int8', '20 steps'], 'int8', '0 units inherit, full, int8'],
] as const)('%o', (strategy, label, name, [column, mode], short, summary) => {
  expect(labelOf(strategy)).toBe(label);
  expect(screenNameOf(strategy)).toBe(name);
  expect(columnLabel(strategy, 20)).toEqual({ name: column, mode });
  expect(shortNameOf(strategy, 50)).toBe(short);
  expect(summaryOf(strategy, 50)).toBe(summary);
});

test('a name leaves out what something beside it says', () => {
  expect(screenNameOf(PAINTED, new Set(['mode']))).toBe('mine boundary int8');
  expect(screenNameOf(PAINTED, new Set(['mode', 'semantics', 'precision', 'seed']))).toBe('mine');
  expect(screenNameOf(INT8_ALONE, new Set(['precision']))).toBe('int8');
});

test('a mode that was painted goes by how many of its calls are full', () => {
  expect(nameOfMode(CO6.mode, 50)).toBe('P5†');
  expect(nameOfMode({ kind: 'explicit', fullCalls: [0, 3, 9] }, 5)).toBe('2 full');
});
