import { expect, test } from 'vitest';
import { SD } from '../../native-models/strategy/architecture.fixture.ts';
import { parseProgram } from '../../native-models/strategy/parse-program.ts';
import { compositionOf, strategyOf, withMask, withMode } from './composition.ts';
import { CO6, START } from './example.fixture.ts';
import { setSemantics, useStrategy } from './edits.ts';
import { programProblem } from './program-problem.ts';

const masks = { late: ['up3.2.attn'], unused: ['mid.0.res'] };
const program = parseProgram({ kind: 'program', name: 'mine', masks, calls: [{}, { inherit: [{ mask: 'late' }] }] });

test('a program is composed as it is, and run as it is', () => {
  const composition = useStrategy('mine', compositionOf(program)).change(START);
  expect(composition.mask).toEqual(['up3.2.attn']);
  expect(strategyOf(composition, 'whatever')).toEqual(program);
  expect(strategyOf({ ...composition, on: false }, 'whatever')).toBeNull();
});

test('its semantics can be set; a mask or a mode ends it, the one that it shows as well', () => {
  const composition = compositionOf(program);
  expect(strategyOf(setSemantics('boundary').change(composition), '')).toEqual({ ...program, semantics: 'boundary' });
  for (const edited of [withMask(composition, composition.mask), withMode(composition, composition.mode)]) {
    expect(edited.program).toBeNull();
    expect(strategyOf(edited, 'edited')).toMatchObject({ name: 'edited', inherit: ['up3.2.attn'] });
  }
  expect(withMask(START, CO6)).toBe(START);
});

test('one that does not fit the run is told in words', () => {
  expect(programProblem(program, 2, SD)).toBeNull();
  expect(programProblem(program, 9, SD)?.message).toContain('it says what 2 calls do, but the run makes 9');
});
