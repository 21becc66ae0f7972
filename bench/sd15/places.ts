/** Where the bench keeps what it makes once and never commits: made-up weights (10 GiB) and the peers' Python. */
import { join } from 'node:path';
import { dataFolder, PACKAGE_ROOT } from '../../main/base/places.ts';

const CACHE = process.env['HEIRLOOM_BENCH'] || join(dataFolder(), 'cache', 'bench');

export const PEERS_FOLDER = join(PACKAGE_ROOT, 'bench', 'sd15', 'peers');
export const CLIP_FOLDER = join(PACKAGE_ROOT, 'resources', 'tokenizer', 'clip');

export const PLACES = {
  python: join(CACHE, 'python'),
  /** Stable Diffusion 1.5's shapes; see peers/make_weights.py. */
  float32: join(CACHE, 'sd15-float32'),
  float16: join(CACHE, 'sd15-float16'),
  /** Our engine's f32 copy of the f16 weights. */
  data: join(CACHE, 'data'),
} as const;
