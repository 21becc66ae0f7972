import { describe, expect, test } from 'vitest';
import type { Run } from '../../preload/contract/task.ts';
import { changesSince } from './changes-since.ts';
import { strategyOf } from './composition.ts';
import { FIRST_DRAFT } from './draft.ts';
import { setPrecision, setSemantics } from './edits.ts';
import { CO6, SD, START } from './example.fixture.ts';
import type { Work } from './work-store.svelte.ts';

const WORK: Work = {
  composition: START,
  draft: { ...FIRST_DRAFT, modelId: 'm', prompt: 'a fox', seed: 7, seedLocked: true, count: 1 },
};
const { seedLocked: _, count: __, ...header } = WORK.draft;
/** What Run makes of it; the device says what it computed in. */
const RUN = {
  id: 1,
  purpose: 'run',
  group: 'g',
  settings: { ...header, devicePrecision: 'float32', strategy: strategyOf(START, 'CO6') },
} as unknown as Run;
const changes = (work: Partial<Work>, run: Run = RUN, recent: readonly Run[] = [run]) =>
  changesSince(run, { ...WORK, ...work }, SD, recent);
const draft = (part: Partial<Work['draft']>) => changes({ draft: { ...WORK.draft, ...part } });

describe('since a run was set up', () => {
  test('nothing was changed, whatever its strategy is called and in whichever order its units stand', () => {
    expect(changes({})).toEqual([]);
    const renamed = { ...RUN.settings.strategy!, name: 'mine', inherit: CO6.toReversed() };
    expect(changes({}, { ...RUN, settings: { ...RUN.settings, strategy: renamed } } as Run)).toEqual([]);
    expect(draft({ count: 4 })).toEqual([]);
  });

  test.each([
    ['another mask', { mask: CO6.slice(1) }],
    ['inheritance switched off', { on: false }],
    ['other calls', { mode: { kind: 'explicit', fullCalls: [0, 9] } as const }],
  ])('its strategy was: %s', (_, part) => {
    expect(changes({ composition: { ...START, ...part } })).toEqual(['strategy']);
  });

  test('its strategy was: semantics, precision', () => {
    expect(changes({ composition: setSemantics('boundary').change(START) })).toEqual(['strategy']);
    expect(changes({ composition: setPrecision('int8').change(START) })).toEqual(['strategy']);
  });

  test.each([
    [{ prompt: 'a hare' }, ['prompt']],
    [{ negativePrompt: 'blurry' }, ['negative prompt']],
    [{ steps: 20 }, ['steps']],
    [{ scheduler: 'lcm' as const }, ['scheduler']],
    [{ guidanceScale: 3 }, ['guidance']],
    [{ width: 768 }, ['width']],
    [{ seed: 8 }, ['seed']],
    [{ vaeTiling: true }, ['VAE tiling']],
    [{ initImage: { picture: 'f'.repeat(64), strength: 0.5 } }, ['start picture']],
    [{ modelId: 'other' }, ['model']],
    [{ prompt: 'a hare', seed: 8, width: 64, height: 64 }, ['prompt', 'width', 'height', 'seed']],
  ])('the header was: %o', (part, expected) => {
    expect(draft(part)).toEqual(expected);
  });

  test('a seed that is drawn for each run was not changed by anybody, nor that of a batch', () => {
    expect(draft({ seed: 8, seedLocked: false })).toEqual([]);
    // Four pictures: the last is on screen, the first has the seed of the header.
    const last = { ...RUN, settings: { ...RUN.settings, seed: 10 } };
    expect(changes({}, last, [last, RUN])).toEqual([]);
    expect(changes({}, last, [last, { ...RUN, group: 'another' }])).toEqual(['seed']);
  });

  test('a baseline is there before its strategy has run', () => {
    const baseline = { ...RUN, purpose: 'baseline', settings: { ...RUN.settings, strategy: null } } as Run;
    expect(changes({}, baseline)).toEqual([]);
    expect(changes({ draft: { ...WORK.draft, steps: 3 } }, baseline)).toEqual(['steps']);
    expect(changes({}, { ...baseline, purpose: 'run' } as Run)).toEqual(['strategy']);
    expect(changes({ composition: { ...START, on: false } }, { ...baseline, purpose: 'run' } as Run)).toEqual([]);
  });
});
