/** Any error as what a person is told: what happened and where, what to do, and which exit code it is. */
import { Problem } from './problem.ts';

export interface Explanation {
  readonly message: string;
  readonly remedy: string | null;
  /** 1: it failed; 2: it was asked for wrongly. */
  readonly exitCode: 1 | 2;
}

/** Errors of the engine that say by themselves what to change in what was asked for. */
const ABOUT_THE_REQUEST = new Set(['StrategyError', 'RequestError', 'DeviceError']);
/** Errors of the engine that say by themselves what is wrong with a file or the machine. */
const ABOUT_THE_WORLD = new Set(['CheckpointError', 'UnsupportedConfigError', 'RuntimeError']);

export function explain(error: unknown): Explanation {
  if (error instanceof Problem) {
    return { message: error.message, remedy: error.remedy, exitCode: error.kind === 'usage' ? 2 : 1 };
  }
  if (!(error instanceof Error)) return { message: String(error), remedy: null, exitCode: 1 };
  if (ABOUT_THE_REQUEST.has(error.name)) return { message: error.message, remedy: null, exitCode: 2 };
  if (ABOUT_THE_WORLD.has(error.name)) return { message: error.message, remedy: null, exitCode: 1 };
  return { message: error.message, remedy: 'Run it again with --verbose to see where this came from.', exitCode: 1 };
}
