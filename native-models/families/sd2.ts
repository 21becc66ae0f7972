import { renameTextEncoder } from '../checkpoint/formats/diffusers-names.ts';
import { clipConfig, openClipLayersUsed, renamedOpenClipLayersUsed } from '../checkpoint/formats/ldm-configs.ts';
import { renameOpenClip } from '../checkpoint/formats/ldm-names.ts';
import { readTensorBytes, type SafetensorsFile, type TensorTable } from '../checkpoint/formats/safetensors.ts';
import type { Family } from './family.ts';
import { unet, vae } from './networks.ts';
import { byLastLayer, textEncoder } from './one-text-encoder.ts';
import { type Prediction, singleFileScheduler } from './single-file-scheduler.ts';
import { ACTIVATIONS, CLIP_PREFIXES, clipOfFile, clipOfFolder } from './which-clip.ts';

/** Channels of a head, in every block. */
const HEAD_CHANNELS = 64;
/** Latents of 512 pixels, and of the 768 that the v-prediction models were trained at. */
const SAMPLE_SIZES: Readonly<Record<Prediction, number>> = { epsilon: 64, v_prediction: 96 };
/** Training steps of SD 2.0 base, the one SD 2 that diffusers takes for epsilon when a file says nothing else. */
const BASE_STEPS = 875_000n;

/** Stable Diffusion 2.0 and 2.1, base or at 768 pixels, and what was trained further from them. */
export const sd2: Family<'textEncoder'> = {
  version: '2.x',
  goodFor: 'photographs and large pictures; a negative prompt helps it more than 1.x',
  recognise: {
    pipelines: ['StableDiffusionPipeline', 'StableDiffusionImg2ImgPipeline'],
    folder: async (config) => (await clipOfFolder(config)) === 'OpenCLIP',
    file: (tensors) => clipOfFile(tensors) === 'OpenCLIP',
  },
  unet: unet({
    heads: (channels) => channels.map((count) => count / HEAD_CHANNELS),
    sampleSize: ({ prediction_type: prediction }) =>
      SAMPLE_SIZES[prediction === 'v_prediction' ? prediction : 'epsilon'],
  }),
  vae,
  textEncoders: textEncoder('!', {
    prefix: CLIP_PREFIXES.OpenCLIP,
    otherPrefixes: [CLIP_PREFIXES.CLIP],
    describe: (own) => (own.has('token_embedding.weight') ? describeOpenClip(own) : describeRenamed(own)),
  }),
  scheduler: (file) => singleFileScheduler(file, 'DDIMScheduler', predictionBySteps),
  ...byLastLayer,
};

function describeOpenClip(own: TensorTable) {
  const layers = openClipLayersUsed(own);
  const rename = (stored: TensorTable) => renameOpenClip(stored, layers);
  return { config: { ...clipConfig(rename(own)), hidden_act: ACTIVATIONS.OpenCLIP }, rename };
}

/** In the names of transformers. */
function describeRenamed(own: TensorTable) {
  const config = clipConfig(renameTextEncoder(own));
  const layers = renamedOpenClipLayersUsed(config.num_hidden_layers);
  return {
    config: { ...config, num_hidden_layers: layers, hidden_act: ACTIVATIONS.OpenCLIP },
    rename: renameTextEncoder,
  };
}

/** diffusers' rule: v-prediction, unless `global_step` is that of SD 2.0 base. */
async function predictionBySteps({ tensors }: SafetensorsFile): Promise<Prediction> {
  const step = tensors.get('global_step');
  const isBase = step?.dtype === 'I64' && (await readTensorBytes(step)).readBigInt64LE() === BASE_STEPS;
  return isBase ? 'epsilon' : 'v_prediction';
}
