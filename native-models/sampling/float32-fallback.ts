import { NotFinite } from '../errors.ts';
import { type TiledNetwork } from './latents.ts';

/**
 * Runs a network and, where float16 was not enough for its numbers, runs it again in float32. Some autoencoders (those of
 * many anime models, and SDXL's) overflow in float16 now and then, and a picture that does is black.
 * @param inFloat32 the same network; null where it is the one already.
 * @throws NotFinite where there is no other.
 */
export async function withFloat32Fallback<T>(
  run: (network: TiledNetwork) => Promise<T>,
  network: TiledNetwork,
  inFloat32: (() => Promise<TiledNetwork>) | null,
  warn: (message: string) => void,
): Promise<T> {
  try {
    return await run(network);
  } catch (error) {
    if (!(error instanceof NotFinite) || !inFloat32) throw error;
    warn(`${network.session.name}: float16 was not enough for its numbers; that part was computed again in float32`);
    return await run(await inFloat32());
  }
}
