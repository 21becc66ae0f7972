import { expect, test } from 'vitest';
import type { Architecture } from '../../../native-models/strategy/architecture.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { screenNameOf } from '../../../native-models/strategy/naming.ts';
import { axisOf, COMPOSED, type Context, type StrategySetup } from './axis-setup.ts';

const architecture = {
  blocks: [
    { id: 'dn0', resUnits: 2, attnUnits: 2 },
    { id: 'mid', resUnits: 2, attnUnits: 1 },
    { id: 'up3', resUnits: 3, attnUnits: 3 },
  ],
} as unknown as Architecture;
const context: Context = {
  architecture,
  composed: ['dn0.0.res'],
  saved: [{ name: 'mine', inherit: ['mid.0.res'] }],
  models: [{ id: 'm1', name: 'SD 1.5' }],
  kinds: new Set(['strategy']),
  unit: 8,
};
const setup: StrategySetup = {
  kind: 'strategy',
  baseline: true,
  masks: ['CO6', 'mine'],
  modes: ['P2+', 'P5'],
  semantics: ['residual', 'boundary'],
};

const named = (values: readonly unknown[]) =>
  (values as (RunSettings['strategy'] | null)[]).map((value) => value && screenNameOf(value));

test('strategies are masks times modes times semantics, the baseline first', () => {
  const { values, problem } = axisOf(setup, context);
  expect(named(values)).toEqual([
    null,
    'CO6 P2†',
    'CO6 P2† boundary',
    'CO6 P5',
    'CO6 P5 boundary',
    'mine P2†',
    'mine P2† boundary',
    'mine P5',
    'mine P5 boundary',
  ]);
  expect(values[5]).toMatchObject({
    name: 'mine',
    inherit: ['mid.0.res'],
    mode: { kind: 'periodic', period: 2, tail: 10 },
  });
  expect(problem).toBeNull();
});

test('what has an axis of its own is not multiplied by the masks as well', () => {
  const { values } = axisOf(setup, { ...context, kinds: new Set(['strategy', 'mode', 'semantics']) });
  expect((values as RunSettings['strategy'][]).map((value) => value?.name ?? null)).toEqual([null, 'CO6', 'mine']);
});

test('modes and sizes are typed in', () => {
  expect(axisOf({ kind: 'mode', text: 'P2+, full@0,7,13 P5; P5' }, context).values).toEqual([
    { kind: 'periodic', period: 2, tail: 10 },
    { kind: 'explicit', fullCalls: [0, 7, 13] },
    { kind: 'periodic', period: 5, tail: 0 },
  ]);
  expect(axisOf({ kind: 'mode', text: 'P0' }, context).problem).toContain('the period must be at least 1');
  expect(axisOf({ kind: 'size', text: '64x64, 128 x 64' }, context).problem).toContain('"128"');
  expect(axisOf({ kind: 'size', text: '64x64, 128x64 64x64' }, context).values).toEqual([
    { width: 64, height: 64 },
    { width: 128, height: 64 },
  ]);
  expect(axisOf({ kind: 'size', text: '500x512' }, context).problem).toContain('multiple of 8');
});

test('the mask on the composer can be a value', () => {
  const { values } = axisOf(
    { ...setup, baseline: false, masks: [COMPOSED], modes: ['P5+'], semantics: ['residual'] },
    context,
  );
  expect(values).toMatchObject([{ inherit: ['dn0.0.res'] }]);
});

test('prompts are lines, numbers a list, models those that are there', () => {
  expect(axisOf({ kind: 'prompt', text: ' a fox \n\na hare\na fox' }, context).values).toEqual(['a fox', 'a hare']);
  expect(axisOf({ kind: 'steps', text: '10-30:10' }, context).values).toEqual([10, 20, 30]);
  expect(axisOf({ kind: 'modelId', chosen: ['m1', 'gone'] }, context).values).toEqual(['m1']);
  expect(axisOf({ kind: 'scheduler', chosen: ['pndm'] }, context).values).toEqual(['pndm']);
});

test('an axis without values, or with wrong ones, says so', () => {
  expect(axisOf({ kind: 'seed', text: '' }, context).problem).toBe('Choose at least one value.');
  expect(axisOf({ kind: 'steps', text: '0' }, context).problem).toContain('whole number');
});
