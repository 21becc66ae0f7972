import { int8Copy } from '../checkpoint/copies/int8-copy.ts';
import type { CacheOptions } from '../checkpoint/copies/weights-cache.ts';
import { int8Layout } from '../unet/int8-layout.ts';
import type { LoadedUNet } from './loaded-model.ts';

/** The same UNet with its linear layers in int8: from its copy, which is made the first time. */
export async function int8UNet(unet: LoadedUNet, options: CacheOptions): Promise<LoadedUNet> {
  const { config, weights } = unet;
  return {
    ...unet,
    weights: await int8Copy(int8Layout(config, weights), weights.folder, 'UNet in int8', options),
  };
}
