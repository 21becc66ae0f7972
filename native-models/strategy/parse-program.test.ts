import { expect, test } from 'vitest';
import { LIMITS } from '../vocabulary.ts';
import { SD } from './architecture.fixture.ts';
import { parseProgram } from './parse-program.ts';
import { programStrategySchema } from './schema.ts';

const file = (change: object = {}) => ({
  kind: 'program',
  name: ' mine ',
  masks: { deep: ['mid.0.res', 'mid.0.res'] },
  calls: [{}, { inherit: [{ mask: 'deep', from: [{ call: 0 }] }] }, { output: [{ call: 1, weight: 0.5 }] }],
  ...change,
});

test('what is left out has a meaning, and what comes out is what rows and pictures keep', () => {
  const program = parseProgram(file(), SD);
  expect(program).toEqual({
    kind: 'program',
    name: 'mine',
    masks: { deep: ['mid.0.res'] },
    calls: [
      {},
      { inherit: [{ mask: 'deep', from: [{ call: 0, weight: 1 }] }] },
      { output: [{ call: 1, weight: 0.5 }] },
    ],
    semantics: 'residual',
    switching: [],
    precision: 'float32',
  });
  expect(programStrategySchema.parse(JSON.parse(JSON.stringify(program)))).toEqual(program);
});

test.each([
  ['no name', { name: '' }, 'name: give the program a name'],
  ['no calls', { calls: [] }, 'calls: list what each call does'],
  ['a call that is no object', { calls: [1] }, 'calls[0]: list what each call does'],
  [
    'an unknown key',
    { calls: [{ inherits: [] }] },
    'calls[0]: inherits: a call knows inherit, guidance, guard and output',
  ],
  ['a mask that is no list', { masks: { deep: 'mid' } }, 'masks.deep: list unit ids'],
  ['a unit that is none', { masks: { deep: ['middle'] } }, 'masks.deep[0]: "middle" is not a unit id'],
  [
    'a unit of another UNet',
    { masks: { deep: ['up7.0.res'] } },
    'masks.deep[0]: "up7.0.res" is not a unit of this UNet',
  ],
  ['an empty source', { calls: [{}, { output: [] }] }, 'calls[1].output: expected a list of earlier calls'],
  ['a call below 0', { calls: [{ output: [{ call: -1 }] }] }, 'calls[0].output[0].call: calls are counted from 0'],
  [
    'no number for a weight',
    { calls: [{ output: [{ call: 0, weight: 'x' }] }] },
    'calls[0].output[0].weight: expected a number',
  ],
  [
    'an output beside a mask',
    { calls: [{ output: [{ call: 0 }], inherit: [] }] },
    'a call with an output computes nothing',
  ],
  ['too many calls', { calls: Array.from({ length: LIMITS.calls + 1 }, () => ({})) }, `at most ${LIMITS.calls} calls`],
  ['too long a name', { name: 'x'.repeat(81) }, 'name'],
  ['other semantics', { semantics: 'none' }, 'semantics: expected "residual" or "boundary"'],
  ['no object', { kind: 'program', masks: 3 }, 'masks: expected masks by name'],
])('%s', (_, change, message) => {
  expect(() => parseProgram(file(change), SD)).toThrow(message);
});
