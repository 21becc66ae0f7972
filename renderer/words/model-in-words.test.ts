import { expect, test } from 'vitest';
import { architectureOf } from '../../native-models/unet/config.ts';
import { builtInConfig } from '../../native-models/unet/built-in.ts';
import type { Model } from '../../preload/contract/model.ts';
import { canRun, found, kindOf, purposeOf } from './model-in-words.ts';

const blocksOf = (unet: 'sd15' | 'bk-base') => ({ blocks: [...architectureOf(builtInConfig(unet)).blocks] });
const SD15 = {
  name: 'dreamlike',
  format: 'single-file',
  problem: null,
  missing: false,
  embedded: false,
  scheduler: 'pndm',
  family: { name: 'Stable Diffusion 1.x', goodFor: 'any subject' },
  architecture: blocksOf('sd15'),
  defaultSize: { width: 512, height: 512 },
  bytes: 2_132_856_622,
} as const satisfies Partial<Model>;
const EMOJI = { ...SD15, name: 'heirloom-emoji', embedded: true };
const STUDENT = { ...SD15, name: 'bk-base', architecture: blocksOf('bk-base') };
const ALONE = { ...STUDENT, name: 'unet', format: 'unet', family: null } as const;

test('what a model is, and is good for', () => {
  expect(kindOf(SD15)).toBe('Stable Diffusion 1.x · 512x512 · 2.1 GB');
  expect(kindOf({ family: null, defaultSize: null, bytes: 0 })).toBe('');
  expect(purposeOf(SD15)).toBe('any subject');
  expect(purposeOf(EMOJI)).toContain('emoji in seconds');
  expect(purposeOf(STUDENT)).toContain('its UNet is smaller');
  expect(purposeOf({ ...SD15, scheduler: 'lcm' })).toContain('4 to 8 steps');
  expect(purposeOf({ ...SD15, problem: 'the header ends early', family: null })).toContain('cannot be opened');
});

test('what cannot make a picture is in the list, with the reason', () => {
  expect([canRun(SD15), canRun(ALONE), canRun({ ...SD15, problem: 'broken' })]).toEqual([true, false, false]);
  expect(purposeOf(ALONE)).toContain('takes turns');
});

test('a search finds names, families and purposes, whatever the order of its words', () => {
  const all = [SD15, EMOJI, STUDENT];
  const namesOf = (search: string) => found(all, search).map(({ name }) => name);
  expect(namesOf('')).toEqual(['dreamlike', 'heirloom-emoji', 'bk-base']);
  expect(namesOf('DREAM')).toEqual(['dreamlike']);
  expect(namesOf('smaller 1.x')).toEqual(['bk-base']);
  expect(namesOf('xl')).toEqual([]);
});
