/** Pictures as other programs write them, made by PIL (`samples/make.py`): who wrote them, and what they say in our settings. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCarried } from '../carried-texts.ts';
import { OTHERS_KEYWORDS, readOthers } from './programs.ts';
import { takenOver } from './take-over.ts';

function read(name: string) {
  const { texts, troubles } = readCarried(readFileSync(new URL(`samples/${name}`, import.meta.url)), OTHERS_KEYWORDS);
  expect(troubles).toEqual([]);
  const said = readOthers(texts);
  if (!said || 'why' in said) return said;
  return { program: said.program, ...takenOver(said) };
}

const UNKNOWN = 'another program';
const PROMPTS = { prompt: 'a red fox 狐, é', negativePrompt: 'blurry', promptSyntax: 'a1111' };
const NUMBERS = { steps: 20, guidanceScale: 7.5, seed: 5, width: 64, height: 48 };
const EULER_A = { ...PROMPTS, ...NUMBERS, scheduler: 'euler-ancestral' };
const KARRAS = { ...PROMPTS, ...NUMBERS, scheduler: 'dpmpp-2m-karras' };

test.each([
  'png-itxt.png',
  'png-itxt-compressed.png',
  ...['be', 'le', 'bom'].flatMap((order) => ['jpg', 'webp', 'png'].map((kind) => `comment-unicode-${order}.${kind}`)),
  'comment-unicode-nul.jpg',
  'comment-unicode-utf8.jpg',
  'comment-ascii.jpg',
  'comment-undefined.jpg',
  'comment-bare.jpg',
  'comment-bare.webp',
  'comment-bare-utf16.jpg',
  'comment-first-ifd.jpg',
  'description.jpg',
  'xp-comment.jpg',
  'jpeg-comment.jpg',
])("A1111's text is read from %s", (name) => {
  expect(read(name)).toEqual({ program: UNKNOWN, settings: EULER_A, unread: [] });
});

test.each([
  ['png-ztxt.png', 'a red fox , é'],
  ['comment-jis.jpg', 'a red fox 狐, e'],
])("A1111's text is read from %s, which has other letters", (name, prompt) => {
  expect(read(name)).toMatchObject({ settings: { ...EULER_A, prompt } });
});

test("what a camera says of itself is nobody's settings", () => {
  expect(read('camera.jpg')).toBeNull();
});

const AGAIN = { prompt: 'a red fox in snow', negativePrompt: 'blurry', promptSyntax: 'a1111' };

const READ: readonly (readonly [name: string, program: string, settings: object, unread: readonly string[]])[] = [
  ['swarmui.png', 'SwarmUI', KARRAS, ['model: sd15', 'swarm_version: 0.9.6.1']],
  ['swarmui.jpg', 'SwarmUI', KARRAS, ['model: sd15', 'swarm_version: 0.9.6.1']],
  [
    'invokeai-3.png',
    'InvokeAI',
    KARRAS,
    ['app_version: 5.4.2', 'generation_mode: txt2img', 'clip_skip: 0', 'model: {"name":"sd15","base":"sd-1"}'],
  ],
  [
    'invokeai-2.png',
    'InvokeAI',
    { ...EULER_A, ...AGAIN },
    ['model_weights: sd15', 'app_version: 2.3.5', 'type: txt2img'],
  ],
  ['invokeai-1.png', 'InvokeAI', { ...EULER_A, ...AGAIN }, []],
  ['novelai-4.png', 'NovelAI', KARRAS, ['cfg_rescale: 0', 'request_type: PromptGenerateRequest']],
  ...['fooocus.png', 'fooocus.jpg', 'fooocus.webp'].map(
    (name) =>
      [
        name,
        'Fooocus',
        // PIL writes EXIF in ASCII here; JSON's own escapes keep the letters.
        EULER_A,
        ["styles: ['Fooocus V2']", 'performance: Speed', 'sharpness: 2', 'base_model: sd15', 'version: Fooocus v2.5.5'],
      ] as const,
  ),
  [
    'fooocus-a1111.png',
    'Fooocus',
    KARRAS,
    [
      'Sharpness: 2.0',
      'ADM Guidance: (1.5, 0.8, 0.3)',
      'Model: sd15',
      'Performance: Speed',
      'VAE: Default (model)',
      'Version: Fooocus v2.5.5',
    ],
  ],
  ['draw-things.png', 'Draw Things', KARRAS, ['model: sd_v1.5_f16.ckpt', 'strength: 1']],
  ['draw-things.jpg', 'Draw Things', KARRAS, ['model: sd_v1.5_f16.ckpt', 'strength: 1']],
  ['easy-diffusion.png', 'Easy Diffusion', EULER_A, ['use_stable_diffusion_model: sd-v1-5']],
  ['easy-diffusion.jpg', 'Easy Diffusion', EULER_A, ['use_stable_diffusion_model: sd-v1-5']],
  ['easy-diffusion-labels.png', 'Easy Diffusion', EULER_A, []],
  ['stability-matrix.png', 'Stability Matrix', EULER_A, ['Model: sd15']],
  ['stability-matrix-json.png', 'Stability Matrix', EULER_A, ['ModelName: sd15']],
  [
    'civitai-graph.jpg',
    'the Civitai generator',
    { ...EULER_A, width: undefined, height: undefined },
    ['resources: [{"modelVersionId":1}]'],
  ],
  [
    'civitai.jpg',
    'the Civitai generator',
    EULER_A,
    [
      'Clip skip: 2',
      'Created Date: 2024-11-02T10:00:00.5Z',
      'Civitai resources: [{"type":"checkpoint","modelVersionId":12}]',
      'Civitai metadata: {"a":"b, c"}',
    ],
  ],
  ['comfyui.png', 'ComfyUI', KARRAS, ['Model: sd15.safetensors', 'Node LoraLoader: foxes.safetensors']],
  ['comfyui.webp', 'ComfyUI', KARRAS, ['Model: sd15.safetensors', 'Node LoraLoader: foxes.safetensors']],
  ['comfyui-saver.png', 'ComfyUI', { ...EULER_A, prompt: 'a red fox , é' }, ['Version: ComfyUI']],
  [
    'forge.png',
    'Forge',
    KARRAS,
    [
      'Distilled CFG Scale: 3.5',
      'Hires upscale: 2',
      'Denoising strength: 0.4',
      'Clip skip: 2',
      'ADetailer model: face.pt',
      'Version: f2.0.1v1.10.1-previous-659-gc055f2d4',
    ],
  ],
  ['sdnext.png', 'SD.Next', EULER_A, ['App: SD.Next', 'Version: 4f2aa1b', 'Parser: native']],
  [
    'sdcpp.png',
    'stable-diffusion.cpp',
    KARRAS,
    ['Guidance: 3.500000', 'Model: sd15.safetensors', 'RNG: cuda', 'Version: stable-diffusion.cpp'],
  ],
];

test.each(READ)('%s: of %s', (name, program, settings, unread) => {
  expect(read(name)).toEqual({ program, settings, unread });
});

test.each([
  ['comfyui-page.png', 'only its page is there, not the graph that was run'],
  ['comfyui-two-samplers.png', 'its graph has other samplers than one KSampler'],
])('%s says why it is not read', (name, why) => {
  expect(read(name)).toEqual({ program: 'ComfyUI', why });
});
