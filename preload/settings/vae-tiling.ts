import { setting } from './setting.ts';
import { bool } from './value.ts';

/** The autoencoder works tile by tile: less memory for large pictures. Runs from before there was a choice did not. */
export const vaeTiling = setting({
  key: 'vaeTiling',
  value: bool(false),
  words: {
    label: 'VAE tiling',
    pills: (tiled) => (tiled ? [{ line: ['VAE', 'in tiles'], variesBy: [] }] : []),
    parameter: 'VAE tiling',
  },
  decides: { picture: true, time: 'around' },
  flag: {
    names: '--vae-tiling',
    help: 'decode (and encode) in tiles of 512 pixels: a third of the memory at 1024x1024, 37% more time',
    no: 'all at once, whatever the picture given with --from was made with',
  },
  baselineMark: 'tiled',
});
