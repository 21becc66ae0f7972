import type { WeightSource } from '../graph/weights.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { conv, resizeNearest } from '../graph/layers.ts';
import type { VaeConfig } from './config.ts';
import { midBlock, normActivateConv, resnet } from './layers.ts';

export const DECODER_INPUT = 'latents';
export const DECODER_OUTPUT = 'image';

export interface LatentSize {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

/**
 * AutoencoderKL.decode (diffusers models/autoencoders/autoencoder_kl.py) as a graph.
 * Input: `latents` (batch, latentChannels, height, width), already divided by the scaling factor.
 * Output: `image` (batch, 3, height * f, width * f), about -1..1.
 */
export function buildVaeDecoder(config: VaeConfig, weights: WeightSource, size: LatentSize): Graph {
  const b = new GraphBuilder('vae_decoder', weights);
  let h = b.input(DECODER_INPUT, 'float32', [size.batch, config.latentChannels, size.height, size.width]);
  if (config.postQuantConv) h = conv(b, h, 'post_quant_conv', { outChannels: config.latentChannels, kernel: 1 });
  const channels = config.blockChannels.toReversed();
  h = conv(b, h, 'decoder.conv_in', { outChannels: channels[0]!, kernel: 3 });
  h = b.within('mid', () => midBlock(b, h, 'decoder.mid_block', config));
  channels.forEach((outChannels, k) => {
    b.within(`up${k}`, () => {
      for (let layer = 0; layer <= config.layersPerBlock; layer++) {
        h = resnet(b, h, `decoder.up_blocks.${k}.resnets.${layer}`, outChannels, config.groups);
      }
      if (k === channels.length - 1) return;
      const [height, width] = h.shape.slice(2) as [number, number];
      const upsampled = resizeNearest(b, h, height * 2, width * 2);
      h = conv(b, upsampled, `decoder.up_blocks.${k}.upsamplers.0.conv`, { outChannels, kernel: 3 });
    });
  });
  b.output(b.named(DECODER_OUTPUT, normActivateConv(b, h, 'decoder', config.imageChannels, config.groups)));
  return b.build();
}
