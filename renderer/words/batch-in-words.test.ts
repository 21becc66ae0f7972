import { expect, test } from 'vitest';
import type { Task } from '../../preload/contract/task.ts';
import type { Purpose } from '../../preload/contract/work.ts';
import { batchMadeOf, batchName } from './batch-in-words.ts';

const CO6 = {
  name: 'CO6',
  inherit: [],
  mode: { kind: 'periodic', period: 5, tail: 10 },
  semantics: 'residual',
  switching: [],
};
const task = (purpose: Purpose, settings: object = {}): Task =>
  ({
    work: {
      kind: 'generate',
      purpose,
      settings: {
        prompt: 'a fox',
        seed: 7,
        steps: 20,
        scheduler: 'ddim',
        strategy: null,
        initImage: null,
        ...settings,
      },
    },
  }) as unknown as Task;

test('a batch goes by its strategy, or by what it is', () => {
  expect(batchName([task('run', { strategy: CO6 })])).toBe('CO6 P5†');
  expect(batchName([task('grid', { strategy: CO6 })])).toBe('Grid');
  expect(batchName([task('baseline')])).toBe('Baseline');
  expect(batchName([task('rival')])).toBe('Rival');
});

test.each([
  [[{}], 'a fox · seed 7'],
  [[{}, { seed: 8 }, { seed: 9 }], 'a fox · seeds 7 to 9'],
  [[{}, { seed: 12 }], 'a fox · 2 seeds'],
  [[{}, { prompt: 'an owl' }], '2 prompts · seed 7'],
  [[{ prompt: '' }], 'no prompt · seed 7'],
])('%j is %s', (settings, words) => expect(batchMadeOf(settings.map((each) => task('run', each)))).toBe(words));
