import { renameTextEncoder } from '../checkpoint/formats/diffusers-names.ts';
import { clipConfig } from '../checkpoint/formats/ldm-configs.ts';
import type { Family } from './family.ts';
import { unet, vae } from './networks.ts';
import { byLastLayer, textEncoder } from './one-text-encoder.ts';
import { singleFileScheduler } from './single-file-scheduler.ts';
import { ACTIVATIONS, CLIP_PREFIXES, clipOfFile, clipOfFolder } from './which-clip.ts';

/** In every block. */
const HEADS = 8;
/** Latents of 512 pixels. */
const SAMPLE_SIZE = 64;

/** Stable Diffusion 1.1 to 1.5, what was trained further from them, and BK-SDM's students. */
export const sd1: Family<'textEncoder'> = {
  version: '1.x',
  goodFor: 'any subject; most prompts, styles and retrained models are made for it',
  recognise: {
    pipelines: ['StableDiffusionPipeline', 'StableDiffusionImg2ImgPipeline'],
    folder: async (config) => (await clipOfFolder(config)) === 'CLIP',
    file: (tensors) => clipOfFile(tensors) === 'CLIP',
  },
  unet: unet({ heads: () => HEADS, sampleSize: () => SAMPLE_SIZE }),
  vae,
  textEncoders: textEncoder('<|endoftext|>', {
    prefix: CLIP_PREFIXES.CLIP,
    describe: (own) => ({
      config: { ...clipConfig(renameTextEncoder(own)), hidden_act: ACTIVATIONS.CLIP },
      rename: renameTextEncoder,
    }),
  }),
  scheduler: (file) => singleFileScheduler(file, 'PNDMScheduler', () => 'epsilon'),
  ...byLastLayer,
};
