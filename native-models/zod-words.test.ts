/** Whatever is wrong with a file, and however often: what is said of it has a bound. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { keyWarnings } from './key-table.ts';
import { PndmConfig } from './solvers/pndm.ts';
import { parseSchedulerConfig } from './solvers/scheduler-config.ts';
import { builtInConfig } from './unet/built-in.ts';
import { architectureOf, parseUNetConfig } from './unet/config.ts';
import { parseStrategy } from './strategy/parse-strategy.ts';
import { parseVaeConfig } from './vae/config.ts';
import { linesOfIssues, wordsOfIssues } from './zod-words.ts';

const MANY = 100_000;
/** Some lines, none of them long. */
const MOST_CHARACTERS = 5000;
const zeros = Array<number>(MANY).fill(0);
const architecture = architectureOf(builtInConfig('sd15'));

test.each<[string, () => unknown]>([
  [
    'a UNet of blocks that are none',
    () => parseUNetConfig({ up_block_types: zeros, down_block_types: zeros }, 'config.json'),
  ],
  ['an autoencoder of them', () => parseVaeConfig({ up_block_types: zeros }, 'config.json')],
  ['betas that are none', () => parseSchedulerConfig(PndmConfig, { trained_betas: Array(MANY).fill('x') })],
  ['a strategy of units that are none', () => parseStrategy({ inherit: zeros }, architecture)],
  ['a program of calls that are none', () => parseStrategy({ kind: 'program', calls: zeros }, architecture)],
])('%s is refused in few words', (_, read) => {
  let words = '';
  try {
    read();
  } catch (error) {
    words = (error as Error).message;
  }
  expect(words).not.toBe('');
  expect(words.length).toBeLessThan(MOST_CHARACTERS);
});

test('of many issues the first are told, and how many more there are', () => {
  const { issues } = z.array(z.string()).safeParse([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).error!;
  expect(linesOfIssues(issues, ({ path }) => String(path[0])).split('\n')).toEqual([...'0123456789', 'and 2 more']);
  expect(wordsOfIssues(issues)).toMatch(/^\[0\]: expected text, found a number; .*; and 9 more$/);
});

test('of many keys that nobody knows the first are named, cut where they are long', () => {
  const keys = ['k'.repeat(1_000_000), ...Array.from({ length: 999 }, (_, i) => `key${i}`)];
  const warnings = keyWarnings(Object.fromEntries(keys.map((key) => [key, 0])), {}, 'config.json');
  expect(warnings).toHaveLength(21);
  expect(warnings.at(-1)).toBe('config.json: nor are 980 more of its keys');
  expect(warnings.join('').length).toBeLessThan(MOST_CHARACTERS);
});
