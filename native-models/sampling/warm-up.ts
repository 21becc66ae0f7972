import { setImmediate } from 'node:timers/promises';
import type { Session } from '../runtime/session.ts';
import type { GenerationEvent } from './generation.ts';

/** Before the clock starts: networks that were just loaded are made as fast as they will be from then on. */
export async function warmUp(
  sessions: readonly Session[],
  on: (event: GenerationEvent) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const cold = sessions.filter((session) => session.cold);
  if (cold.length > 0) on({ kind: 'stage', stage: 'warm-up' });
  for (const session of cold) {
    await setImmediate(); // a run blocks the thread: let signals in
    signal?.throwIfAborted();
    await session.warmUp(signal);
  }
}
