import { NotFinite } from '../errors.ts';
import type { Fetches, Session } from '../runtime/session.ts';

/**
 * What a network gave, where all of it is numbers.
 * @param when the call of which it is told, for a network that is called again and again.
 * @throws NotFinite naming the network that first gave anything else: all that come after it would seem to be damaged.
 */
export function requireFinite(outputs: Fetches, { name }: Pick<Session, 'name'>, when = ''): Fetches {
  if (Object.values(outputs).every((numbers) => numbers.every(Number.isFinite))) return outputs;
  throw new NotFinite(
    `${name}: its numbers are not finite${when}. Are its weights damaged? Get the model again; on a device that computes ` +
      'in float16, let it compute in float32 (--device-precision float32)',
  );
}

/** @throws NotFinite before a call whose latents are no numbers any more, of which no network is to blame. */
export function requireFiniteLatents(latents: Float32Array, call: number): void {
  if (latents.every(Number.isFinite)) return;
  throw new NotFinite(
    `the latents are not finite before call ${call + 1}: the run went out of bounds. ` +
      'Take a smaller guidance scale, other steps or another scheduler',
  );
}
