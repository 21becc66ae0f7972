import type { Task } from '../../preload/contract/task.ts';
import { Problem as CoreProblem } from '../base/problem.ts';
import type { Death } from '../processes/transport.ts';
import { storageProblem } from '../base/storage-problem.ts';

/** What a person is told: what happened, and what to do about it. */
export type Problem = Readonly<NonNullable<Task['problem']>>;

/** Any error in those words. */
export function problemOf(error: unknown): Problem {
  if (error instanceof EngineFailure || error instanceof EngineDied) return error.problem;
  if (error instanceof CoreProblem) return { message: error.message, advice: error.remedy };
  if (!(error instanceof Error)) return { message: String(error), advice: null };
  const refused = storageProblem('path' in error ? String(error.path) : 'A file', error);
  return { message: refused?.message ?? error.message, advice: refused?.remedy ?? null };
}

/** The engine refused or failed at what it was asked; it lives on. */
export class EngineFailure extends CoreProblem {
  override readonly name = 'EngineFailure';
  readonly problem: Problem;
  /** It had to write something, and the disk refused. */
  readonly byDisk: boolean;

  constructor(problem: Problem, byDisk = false) {
    super('failure', problem.message, problem.advice);
    this.problem = problem;
    this.byDisk = byDisk;
  }
}

/** The engine's process ended while it was at work: crashed, killed by the system or by a person. */
export class EngineDied extends Error {
  override readonly name = 'EngineDied';
  readonly death: Death;

  constructor(device: string, death: Death) {
    const how = death.signal === null ? `exit code ${death.exitCode ?? 'unknown'}` : `signal ${death.signal}`;
    const words = death.lastWords === '' ? '' : `: ${death.lastWords}`;
    super(`The engine on ${device} stopped unexpectedly (${how})${words}`);
    this.death = death;
  }

  get problem(): Problem {
    return {
      message: this.message,
      // What Linux does to whoever uses too much memory looks just like kill -9.
      advice:
        this.death.signal === 'SIGKILL' ? 'Was memory short? Try a smaller picture or close other programs.' : null,
    };
  }
}

/** A person asked for it to stop. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('Cancelled');
  }
}

/** The queue has given the task to another worker. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(taskId: number) {
    super(`Task ${taskId} was not renewed in time: another worker has it now`);
  }
}

/** Something else is to run at once: what runs goes back to the queue. */
export class GaveWay extends Error {
  override readonly name = 'GaveWay';

  constructor() {
    super('Another run goes first');
  }
}

/** The program is being closed: what runs goes back to the queue. */
export class ShuttingDown extends Error {
  override readonly name = 'ShuttingDown';

  constructor() {
    super('Heirloom is being closed');
  }
}
