import { expect, test } from 'vitest';
import { planRun } from '../../../native-models/strategy/plan.ts';
import { callsOf } from '../../../native-models/calls.ts';
import { CONCEPTS } from '../../help/concepts.ts';
import { strategyOf } from '../../work/composition.ts';
import { FIRST_DRAFT } from '../../work/draft.ts';
import { CO6, SD, START } from '../../work/example.fixture.ts';
import { TRIALS } from './trials.ts';

const WORK = { composition: { ...START, mask: [], on: false }, draft: FIRST_DRAFT };
const GROUND = { architecture: SD, paperSwitchings: [] };
const trial = (concept: keyof typeof TRIALS, title: string) =>
  TRIALS[concept]!.find((each) => each.title === title)!.setUp(WORK, GROUND);

test('trials set up what they are called, and switch inheritance on', () => {
  expect(trial('inheritance', 'CO6 in P5†')?.composition).toEqual(START);
  expect(trial('modes', 'P5')?.composition).toMatchObject({ mode: { kind: 'periodic', period: 5, tail: 0 }, on: true });
  expect(trial('semantics', 'Boundary')?.composition).toMatchObject({ semantics: 'boundary', on: true });
  expect(trial('presets', 'CO6')?.composition.mask).toEqual(CO6);
  expect(trial('precision', 'Int8')?.composition.precision).toBe('int8');
  expect(trial('guidance', 'g 1: one half')?.draft.guidanceScale).toBe(1);
});

test('LI1 ∪ AI inherits what either does', () => {
  const mask = trial('sets', 'LI1 ∪ AI')!.composition.mask;
  // LI1 inherits layer 1, AI all attention but mid's.
  expect(mask).toEqual(expect.arrayContaining(['dn0.1.res', 'dn0.0.attn', 'up3.1.res', 'up3.2.attn']));
  expect(mask).not.toContain('dn0.0.res');
  expect(mask).not.toContain('mid.0.attn');
});

test('without a student nothing takes turns; with one, S1', () => {
  const [s1] = TRIALS.switching!;
  expect(s1!.setUp(WORK, GROUND)).toBeNull();
  const segments = [{ unet: 'base', calls: 20 }];
  const set = s1!.setUp(WORK, { ...GROUND, paperSwitchings: [{ id: 'S1', segments }] });
  expect(set?.composition.switching).toEqual(segments);
});

test('the program fits the run that it sets up, whatever the scheduler', () => {
  for (const scheduler of ['pndm', 'ddim'] as const) {
    const work = { ...WORK, draft: { ...WORK.draft, scheduler } };
    const { composition, draft } = TRIALS.programs![0]!.setUp(work, GROUND)!;
    const calls = callsOf(draft.steps, draft.scheduler);
    expect(planRun(strategyOf(composition, 'x'), calls, [SD]).calls).toHaveLength(12);
  }
});

test('each is called by a name of its own', () => {
  for (const { id } of CONCEPTS) {
    const titles = (TRIALS[id] ?? []).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  }
});
