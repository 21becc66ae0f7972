/** A studio without a host whose engines never make a picture: what is asked of it is all that is tried. Its decoder is real. */
import { createRouterClient } from '@orpc/server';
import type { FromEngine, ToEngine } from '../../main/compute/messages.ts';
import type { Device } from '../../preload/contract/model.ts';
import { forkProcess } from '../../main/processes/fork-process.ts';
import type { Child, Death, StartProcess } from '../../main/processes/transport.ts';
import { studioRouter } from '../../main/studio/router.ts';
import { openStudio } from '../../main/studio/studio.ts';

const CPU: Device = { id: 'cpu', name: 'CPU', memoryBytes: 2 ** 33, precision: 'float32', notes: [], problem: null };
/** What a page waits for. */
const ANSWERS: Readonly<Record<string, unknown>> = { 'list-devices': ['cpu'], 'test-device': CPU };
/** What takes long is never answered; what else there is to ask is refused at once. */
const LONG: ReadonlySet<string> = new Set(['generate', 'calibrate', 'cancel']);

function idleEngine(): Child<ToEngine, FromEngine> {
  const { promise: gone, resolve } = Promise.withResolvers<Death>();
  let tell: (message: FromEngine) => void = () => {};
  return {
    pid: process.pid,
    post({ kind, id }) {
      if (LONG.has(kind)) return;
      const problem = { message: 'this engine does nothing', advice: null };
      const output = ANSWERS[kind] as never; // of the kind that was asked for
      setImmediate(() =>
        tell(kind in ANSWERS ? { kind: 'result', id, output } : { kind: 'failed', id, problem, byDisk: false }),
      );
    },
    onMessage: (listener) => void (tell = listener),
    keepsProgram() {},
    kill: () => resolve({ exitCode: null, signal: 'SIGKILL', lastWords: '' }),
    gone,
  };
}

/** Both ends of a message are the program's own, which is all that a type could say here. */
const startProcess: StartProcess = (program) =>
  program.entry.pathname.includes('engine-process') ? (idleEngine() as never) : forkProcess(program);

/** @param folder its data folder. Errors that nobody is told of are thrown at the next call of `quiet`. */
export function openIdleStudio(folder: string) {
  const errors: unknown[] = [];
  const studio = openStudio({ dataFolder: folder, onError: (error) => errors.push(error), startProcess });
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
