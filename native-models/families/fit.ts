import { UnsupportedConfigError } from '../errors.ts';
import type { UNetConfig } from '../unet/config.ts';
import type { VaeConfig } from '../vae/config.ts';
import type { FeedShapes } from './family.ts';

/** A UNet's configuration, and what messages call its file. */
export interface NamedConfig {
  readonly config: UNetConfig;
  readonly configFile: string;
}

/** @throws UnsupportedConfigError where the UNet does not read what its family feeds it: parts of different models. */
export function assertFeedsFit({ config, configFile }: NamedConfig, { width, added }: FeedShapes): void {
  const strangers = 'these parts come from different models. Give those of one';
  if (config.crossAttentionDim !== width) {
    throw new UnsupportedConfigError(
      `${configFile}: expected cross_attention_dim ${width}, as wide as the text encoder's ` +
        `hidden_size, found ${config.crossAttentionDim}; ${strangers}`,
    );
  }
  const read = config.added?.inputs ?? {};
  for (const name of new Set([...Object.keys(read), ...Object.keys(added)])) {
    const [expected, found] = [added[name], read[name]].map((row) => (row ? `[${row.join(', ')}]` : 'nothing'));
    if (expected === found) continue;
    throw new UnsupportedConfigError(
      `${configFile}: input ${name}: expected ${expected}, found ${found}; ${strangers}`,
    );
  }
}

/** @throws UnsupportedConfigError where the UNet does not work on the autoencoder's latents. */
export function assertLatentsFit({ config, configFile }: NamedConfig, { latentChannels }: VaeConfig): void {
  if (config.inChannels === latentChannels) return assertPredictsLatents(config, configFile);
  throw new UnsupportedConfigError(
    `${configFile}: expected in_channels ${latentChannels}, the autoencoder's latent channels, found ` +
      `${config.inChannels}${config.inChannels === 9 ? '; this is an inpainting UNet, which is not supported' : ''}. ` +
      'Give a UNet that was trained on these latents',
  );
}

/** A UNet that gives more channels than it takes predicts a variance besides, as diffusers' pipelines cannot read either. */
function assertPredictsLatents({ inChannels, outChannels }: UNetConfig, configFile: string): void {
  if (outChannels === inChannels) return;
  throw new UnsupportedConfigError(
    `${configFile}: out_channels is ${outChannels}; expected ${inChannels}, as many as in_channels: a prediction for each of ` +
      'the latents. Correct the file, or give a UNet that predicts epsilon or v alone',
  );
}
