import { expect, test } from 'vitest';
import type { Architecture } from '../../../native-models/strategy/architecture.ts';
import { axisOf, COMPOSED, type Context, type StrategyPlan } from './axis-plan.ts';

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
};
const plan: StrategyPlan = {
  kind: 'strategy',
  baseline: true,
  masks: ['CO6', 'mine'],
  modes: ['P2+', 'P5'],
  semantics: ['residual', 'boundary'],
};

test('strategies are masks times modes times semantics, the baseline first', () => {
  const { labels, values, problem } = axisOf(plan, context);
  expect(labels).toEqual([
    'baseline',
    'CO6 P2†',
    'CO6 P2† boundary',
    'CO6 P5',
    'CO6 P5 boundary',
    'mine P2†',
    'mine P2† boundary',
    'mine P5',
    'mine P5 boundary',
  ]);
  expect(values[0]).toBeNull();
  expect(values[5]).toMatchObject({
    name: 'mine',
    inherit: ['mid.0.res'],
    mode: { kind: 'periodic', period: 2, tail: 10 },
  });
  expect(problem).toBeNull();
});

test('the mask on the composer can be a value', () => {
  const { values } = axisOf(
    { ...plan, baseline: false, masks: [COMPOSED], modes: ['P5+'], semantics: ['residual'] },
    context,
  );
  expect(values).toMatchObject([{ inherit: ['dn0.0.res'] }]);
});

test('prompts are lines, numbers a list, models those that are there', () => {
  expect(axisOf({ kind: 'prompt', text: ' a fox \n\na hare\na fox' }, context).labels).toEqual(['a fox', 'a hare']);
  expect(axisOf({ kind: 'steps', text: '10-30:10' }, context).values).toEqual([10, 20, 30]);
  expect(axisOf({ kind: 'modelId', chosen: ['m1', 'gone'] }, context).labels).toEqual(['SD 1.5']);
  expect(axisOf({ kind: 'scheduler', chosen: ['pndm'] }, context).labels).toEqual(['PNDM']);
});

test('an axis without values, or with wrong ones, says so', () => {
  expect(axisOf({ kind: 'seed', text: '' }, context).problem).toBe('Choose at least one value.');
  expect(axisOf({ kind: 'steps', text: '0' }, context).problem).toContain('whole number');
});
