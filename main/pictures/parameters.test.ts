import { expect, it } from 'vitest';
import type { PictureRecord } from './picture-record.ts';
import { parametersText } from './parameters.ts';
import { readParameters } from './programs/take-over.ts';

const record: PictureRecord = {
  version: 1,
  program: { name: 'heirloom', version: '0.1.0' },
  created: '2025-01-01T00:00:00.000Z',
  model: { name: 'v1-5-pruned', path: '/models/v1-5-pruned.safetensors', fingerprint: '0123456789abcdef' },
  device: 'cpu',
  devicePrecision: 'float32',
  prompt: 'a red fox, morning light',
  negativePrompt: 'blurry, text',
  seed: 4127,
  width: 512,
  height: 768,
  steps: 50,
  guidanceScale: 7.5,
  scheduler: 'pndm',
  strategy: null,
  initImage: null,
  vaeTiling: false,
  promptSyntax: 'plain',
  measured: { seconds: 1, unetSeconds: 1, idealSpeedup: 1 },
};

it('is what A1111 writes', () => {
  expect(parametersText(record)).toBe(
    'a red fox, morning light\n' +
      'Negative prompt: blurry, text\n' +
      'Steps: 50, Sampler: PLMS, CFG scale: 7.5, Seed: 4127, Size: 512x768, Model: v1-5-pruned, Version: heirloom 0.1.0',
  );
});

it('leaves out an empty negative prompt and quotes what would break its last line', () => {
  const strategy = {
    name: 'mine: up3, only',
    inherit: ['dn0.0.res' as const],
    mode: { kind: 'explicit' as const, fullCalls: [0, 7, 13] },
    semantics: 'residual' as const,
    switching: [],
    precision: 'float32' as const,
  };
  const initImage = { strength: 0.6 };
  expect(
    parametersText({
      ...record,
      negativePrompt: '',
      scheduler: 'dpmpp-2m-karras',
      strategy,
      initImage,
      vaeTiling: true,
    }),
  ).toBe(
    'a red fox, morning light\n' +
      'Steps: 50, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 4127, Size: 512x768, Model: v1-5-pruned, ' +
      'Denoising strength: 0.6, VAE tiling: on, Inheritance: "mine: up3, only", Inheritance mode: "full@0,7,13", ' +
      'Inheritance semantics: residual, Version: heirloom 0.1.0',
  );
});

it('says how its prompts are read, where that is not what it always was, or means something else elsewhere', () => {
  const prompt = 'a (red:1.3) fox';
  const syntaxIn = (text: string) => readParameters(text).settings.promptSyntax;
  const texts = {
    weighted: parametersText({ ...record, promptSyntax: 'a1111' }),
    brackets: parametersText({ ...record, prompt }),
    plain: parametersText(record),
  };
  expect(texts.weighted).toContain(', Emphasis: Original, ');
  expect(texts.brackets).toContain(', Emphasis: None, ');
  expect(texts.plain).not.toContain('Emphasis');
  expect(Object.values(texts).map(syntaxIn)).toEqual(['a1111', 'plain', 'plain']);
});

it.each([
  ['Steps: 20, Seed: 1, Version: v1.10.1', 'a1111', []],
  ['Steps: 20, Seed: 1, CFG scale: 7', 'a1111', []],
  ['Steps: 20, Emphasis: None, Version: v1.10.1', 'plain', []],
  ['Steps: 20, Emphasis: Original, Version: heirloom 0.2.0', 'a1111', []],
  ['Steps: 20, Seed: 1, Version: heirloom 0.1.0', 'plain', []],
  ['Steps: 20, Seed: 1, Emphasis: No norm', 'a1111', ['Emphasis: No norm']],
] as const)('%s: prompts of others have weights, those of ours of old have not', (line, syntax, unread) => {
  const read = readParameters(`a (red:1.3) fox\n${line}`);
  expect(read.settings.promptSyntax).toBe(syntax);
  expect(read.unread.filter((field) => !field.startsWith('Version'))).toEqual(unread);
});
