/** Easy Diffusion: a PNG has a text for each setting, by the names of its requests or of its page; a JPEG all of them as JSON. */
import { type JsonObject, type Layout, saidBy } from './json.ts';
import type { Format } from './said.ts';
import type { Texts } from './texts.ts';

const LAYOUT: Layout = {
  program: 'Easy Diffusion',
  prompt: ['prompt'],
  negativePrompt: ['negative_prompt'],
  fields: {
    steps: 'Steps',
    num_inference_steps: 'Steps',
    seed: 'Seed',
    guidance_scale: 'CFG scale',
    sampler: 'Sampler',
    sampler_name: 'Sampler',
    scheduler_name: 'Schedule type',
  },
  size: ['width', 'height'],
};

const REQUEST = [
  'prompt negative_prompt seed width height num_inference_steps guidance_scale sampler_name scheduler_name prompt_strength',
  'clip_skip tiling use_stable_diffusion_model use_vae_model use_lora_model lora_alpha use_hypernetwork_model',
  'use_controlnet_model use_face_correction use_upscale use_embeddings_model',
].flatMap((line) => line.split(' '));
const LABELS = [
  'Prompt, Negative Prompt, Seed, Width, Height, Steps, Guidance Scale, Sampler, Scheduler, Prompt Strength, Clip Skip',
  'Stable Diffusion model, VAE model, Hypernetwork model, LoRA model, Use Face Correction, Use Upscaling',
].flatMap((line) => line.split(', '));

export const easyDiffusion: Format = {
  keywords: [...REQUEST, ...LABELS],
  read(texts) {
    const json = byRequest(texts.object('parameters') ?? each(texts));
    return 'prompt' in json && ('num_inference_steps' in json || 'sampler_name' in json || 'guidance_scale' in json)
      ? saidBy(json, LAYOUT)
      : null;
  },
};

function each(texts: Texts): JsonObject {
  const found = easyDiffusion.keywords.map((keyword) => [keyword, texts.get(keyword)] as const);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined));
}

/** `Guidance Scale` on the page is `guidance_scale` in a request. */
function byRequest(json: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key.toLowerCase().replaceAll(' ', '_'), value]),
  );
}
