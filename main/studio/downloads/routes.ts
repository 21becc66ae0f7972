/** Downloads of models: looked up, begun, watched. */
import type { Downloads } from '../../downloads/downloads.ts';
import type { Implementer } from '../wire/implementer.ts';

/** Answers to `downloads`. */
export function downloadRoutes(os: Implementer['downloads'], { downloads }: { readonly downloads: Downloads }) {
  return {
    offer: os.offer.handler(({ input }) => downloads.offer(input.source)),
    start: os.start.handler(({ input }) => downloads.start(input.source, input.choice)),
    pause: os.pause.handler(({ input }) => downloads.pause(input.id)),
    resume: os.resume.handler(({ input }) => downloads.resume(input.id)),
    cancel: os.cancel.handler(({ input }) => downloads.cancel(input.id)),
    watch: os.watch.handler(async function* ({ signal }) {
      yield* downloads.watch(signal);
    }),
  };
}
