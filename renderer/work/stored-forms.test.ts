/** What a browser remembers of an earlier version's last visit, as text, and what it means. */
import { beforeEach, expect, test, vi } from 'vitest';
import { titleOfChange } from './draft-titles.ts';
import { storedDraft } from './draft.ts';
import { storedComposition } from './work-store.svelte.ts';

const memory = new Map<string, string>();

beforeEach(() => {
  memory.clear();
  vi.stubGlobal('localStorage', { getItem: (key: string) => memory.get(key) ?? null });
  return () => vi.unstubAllGlobals();
});

const DRAFT =
  '{"modelId":"sd15","device":"webgpu","prompt":"a fox","negativePrompt":"blurry","width":768,"height":512,"steps":25,' +
  '"guidanceScale":6.5,"scheduler":"ddim","seed":9007199254740991,"seedLocked":false,"count":4,"initImage":{"picture":"' +
  `${'c'.repeat(64)}","strength":0.6}`;
const MEANS = {
  modelId: 'sd15',
  device: 'webgpu',
  prompt: 'a fox',
  negativePrompt: 'blurry',
  width: 768,
  height: 512,
  steps: 25,
  guidanceScale: 6.5,
  scheduler: 'ddim',
  seed: 2 ** 53 - 1,
  seedLocked: false,
  count: 4,
  initImage: { picture: 'c'.repeat(64), strength: 0.6 },
  promptSyntax: 'a1111',
};

test.each([
  ['as kept now', `${DRAFT},"vaeTiling":true}`, { ...MEANS, vaeTiling: true }],
  ['from before there was VAE tiling', `${DRAFT}}`, { ...MEANS, vaeTiling: false }],
  ['that is broken', '{"modelId"', null],
])('a draft %s', (_, json, means) => {
  memory.set('heirloom.draft', json);
  expect(storedDraft()).toEqual(means);
});

test('a first visit has what most models are made for', () => {
  memory.set('heirloom.draft', '{}');
  expect(storedDraft()).toEqual({
    modelId: '',
    device: 'cpu',
    prompt: '',
    negativePrompt: '',
    width: 512,
    height: 512,
    steps: 50,
    guidanceScale: 7.5,
    scheduler: 'pndm',
    seed: 4127,
    seedLocked: true,
    count: 1,
    initImage: null,
    vaeTiling: false,
    promptSyntax: 'a1111',
  });
});

const MODE = { kind: 'periodic', period: 5, tail: 10 };
const COMPOSITION = { mask: ['up1.0.res'], mode: MODE, semantics: 'boundary', on: true };

test.each([
  ['as kept now', { ...COMPOSITION, switching: [{ unet: 'a', calls: 5 }], precision: 'int8' }, {}],
  ['from before UNets took turns', { ...COMPOSITION, precision: 'int8' }, { switching: [] }],
  ['from before there was a precision', COMPOSITION, { switching: [], precision: 'float32' }],
])('a composition %s', (_, kept, completed) => {
  memory.set('heirloom.composition', JSON.stringify(kept));
  expect(storedComposition()).toEqual({ program: null, ...kept, ...completed });
});

test.each([
  [{ prompt: 'a' }, 'Prompt'],
  [{ negativePrompt: 'a' }, 'Negative prompt'],
  [{ scheduler: 'ddim', steps: 20, modelId: 'a', width: 64 }, 'Model'],
  [{ initImage: { picture: 'c', strength: 1 }, width: 64, height: 64 }, 'Start picture'],
  [{ initImage: null }, 'No start picture'],
  [{ vaeTiling: true }, 'VAE tiling'],
  [{ vaeTiling: false }, 'No VAE tiling'],
  [{ scheduler: 'euler-ancestral' }, 'Euler a'],
  [{ steps: 30 }, '30 steps'],
  [{ guidanceScale: 6.5 }, 'Guidance 6.5'],
  [{ seed: 7, seedLocked: true }, 'Seed 7'],
  [{ seedLocked: true }, 'Keep the seed'],
  [{ seedLocked: false }, 'A new seed for each run'],
  [{ count: 3 }, '3 pictures'],
  [{ width: 64 }, 'Width 64'],
  [{ height: 64, width: 32 }, 'Width 32'],
  [{ height: 64 }, 'Height 64'],
  [{ device: 'cpu' }, 'Device cpu'],
  [{}, 'Settings'],
] as const)('undo calls %o %s', (part, title) => {
  expect(titleOfChange(part)).toBe(title);
});
