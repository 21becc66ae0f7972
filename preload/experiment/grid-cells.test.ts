import { expect, test } from 'vitest';
import { gridCells, lacksStrategy } from './grid-cells.ts';
import type { RunSettings } from '../contract/run-settings.ts';
import { strategySchema } from '../../native-models/strategy/schema.ts';

const CO6 = strategySchema.parse({
  name: 'CO6',
  inherit: ['up3.0.res'],
  mode: { kind: 'periodic', period: 5, tail: 10 },
  semantics: 'residual',
  switching: [],
});
const settings = (strategy: RunSettings['strategy']) => ({ prompt: 'a fox', strategy }) as RunSettings;
const PRECISIONS = { kind: 'precision', values: ['float32', 'int8'] } as const;

test('a strategy from before there was a choice is computed in float32', () => {
  expect(CO6.precision).toBe('float32');
});

test('precision varies the strategy that a cell has; where it has none, int8 is one by itself', () => {
  const axes = [
    { kind: 'strategy' as const, values: [null, CO6] },
    { ...PRECISIONS, values: [...PRECISIONS.values] },
  ];
  expect(
    gridCells(settings(null), axes).map(({ strategy }) => strategy && [strategy.name, strategy.precision]),
  ).toEqual([null, ['int8', 'int8'], ['CO6', 'float32'], ['CO6', 'int8']]);
  expect(lacksStrategy(settings(null), ['precision'])).toBe(false);
});
