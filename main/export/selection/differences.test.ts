import { expect, test } from 'vitest';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { CO6, SETTINGS } from '../grid/sheets.fixture.ts';
import { differencesOf } from './differences.ts';

const run = (id: number, changes: Partial<RunSettings> = {}, purpose: 'run' | 'rival' = 'run') => ({
  id,
  purpose,
  modelName: 'heirloom-emoji',
  settings: { ...SETTINGS, ...changes },
});

test('labels say what differs, and nothing that all share', () => {
  const { names, labels, shared, prompt } = differencesOf([
    run(1, { strategy: null }),
    run(2),
    run(3, { seed: 9, strategy: { ...CO6, semantics: 'boundary' } }),
    run(4, { strategy: null, steps: 31 }, 'rival'),
  ]);
  expect(names).toEqual(['strategy', 'steps', 'seed']);
  expect(labels).toEqual([
    ['baseline', 'steps 50', 'seed 4127'],
    ['CO6 P5†', 'steps 50', 'seed 4127'],
    ['CO6 P5† boundary', 'steps 50', 'seed 9'],
    ['equal-time rival', 'steps 31', 'seed 4127'],
  ]);
  expect(prompt).toBe(SETTINGS.prompt);
  expect(shared.map(([name, value]) => `${name} ${value}`.trim())).toEqual(
    expect.arrayContaining(['heirloom-emoji', '64×64', 'PNDM', 'guidance 7.5', 'on CPU', 'without blurry']),
  );
  expect(shared.some(([name]) => names.includes(name))).toBe(false);
});

test('prompts that differ are labels, and no title', () => {
  const { prompt, labels } = differencesOf([run(1, { prompt: 'a fox' }), run(2, { prompt: '' })]);
  expect(prompt).toBeNull();
  expect(labels).toEqual([['a fox'], ['(empty prompt)']]);
});

test('what one has and another has not is a difference: a start picture, a negative prompt, another model', () => {
  const start = { picture: 'b'.repeat(64), strength: 0.5 };
  const { names, labels } = differencesOf([
    run(1, { negativePrompt: '' }),
    run(2, { initImage: start }),
    { ...run(3), modelName: 'dreamshaper' },
  ]);
  expect(new Set(names)).toEqual(new Set(['model', 'without', 'start picture']));
  expect(labels[0]).toEqual(['heirloom-emoji']);
  expect(labels[1]).toContain('from bbbbbbbb at strength 0.5');
  expect(labels[2]).toContain('dreamshaper');
});

test('runs of the same settings are told apart by their numbers', () => {
  expect(differencesOf([run(7), run(8)]).labels).toEqual([['run 7'], ['run 8']]);
  expect(differencesOf([run(7), run(8), run(9, { seed: 1 })]).labels).toEqual([
    ['seed 4127', 'run 7'],
    ['seed 4127', 'run 8'],
    ['seed 1'],
  ]);
  expect(differencesOf([run(7)]).labels).toEqual([[]]);
});
