/** A studio without a host whose engines never answer: what is asked of it is all that is tried. */
import { createRouterClient } from '@orpc/server';
import { studioRouter } from '../../main/studio/router.ts';
import { openStudio, type Studio } from '../../main/studio/studio.ts';
import type { StartEngine } from '../../main/compute/transport.ts';
import type { Death } from '../../main/compute/errors.ts';
import type { FromEngine } from '../../main/compute/messages.ts';

/** What takes long is never answered; what a page waits for is refused at once. */
const LONG: ReadonlySet<string> = new Set(['generate', 'calibrate', 'cancel']);

const idleEngine: StartEngine = () => {
  const { promise: gone, resolve } = Promise.withResolvers<Death>();
  let tell: (message: FromEngine) => void = () => {};
  return {
    pid: process.pid,
    post({ kind, id }) {
      if (LONG.has(kind)) return;
      const problem = { message: 'this engine does nothing', advice: null };
      setImmediate(() => tell({ kind: 'failed', id, problem }));
    },
    onMessage: (listener) => void (tell = listener),
    kill: () => resolve({ exitCode: null, signal: 'SIGKILL', lastWords: '' }),
    gone,
  };
};

/** @param folder its data folder. Errors that nobody is told of are thrown at the next call of `quiet`. */
export function openIdleStudio(folder: string) {
  const errors: unknown[] = [];
  const studio: Studio = openStudio({ dataFolder: folder, onError: (error) => errors.push(error), startEngine: idleEngine }); // prettier-ignore
  return {
    studio,
    client: createRouterClient(studioRouter(studio, 'server')),
    /** @throws what the studio reported behind the back of whoever asked. */
    quiet(): void {
      const [error] = errors.splice(0);
      if (error !== undefined) throw error;
    },
    close: async () => await studio.close(),
  };
}
