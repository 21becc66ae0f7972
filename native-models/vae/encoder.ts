import type { WeightSource } from '../graph/weights.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { conv, padRightBottom } from '../graph/layers.ts';
import type { VaeConfig } from './config.ts';
import { midBlock, normActivateConv, resnet } from './layers.ts';

export const ENCODER_INPUT = 'image';
export const ENCODER_OUTPUT = 'moments';

export interface ImageSize {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

/**
 * AutoencoderKL.encode (diffusers models/autoencoders/autoencoder_kl.py) as a graph.
 * Input: `image` (batch, 3, height, width), -1..1. Output: `moments` (batch, 2 * latentChannels, height / f, width / f):
 * the mean, then the log-variance, of the latents before the scaling factor.
 */
export function buildVaeEncoder(config: VaeConfig, weights: WeightSource, size: ImageSize): Graph {
  const b = new GraphBuilder('vae_encoder', weights);
  let h = b.input(ENCODER_INPUT, 'float32', [size.batch, config.imageChannels, size.height, size.width]);
  h = conv(b, h, 'encoder.conv_in', { outChannels: config.blockChannels[0]!, kernel: 3 });
  config.blockChannels.forEach((outChannels, k) => {
    b.within(`dn${k}`, () => {
      for (let layer = 0; layer < config.layersPerBlock; layer++) {
        h = resnet(b, h, `encoder.down_blocks.${k}.resnets.${layer}`, outChannels, config.groups);
      }
      if (k === config.blockChannels.length - 1) return;
      const prefix = `encoder.down_blocks.${k}.downsamplers.0.conv`;
      h = conv(b, padRightBottom(b, h), prefix, { outChannels, kernel: 3, stride: 2, padding: 0 });
    });
  });
  h = b.within('mid', () => midBlock(b, h, 'encoder.mid_block', config));
  const channels = 2 * config.latentChannels;
  h = normActivateConv(b, h, 'encoder', channels, config.groups);
  if (config.quantConv) h = conv(b, h, 'quant_conv', { outChannels: channels, kernel: 1 });
  b.output(b.named(ENCODER_OUTPUT, h));
  return b.build();
}
