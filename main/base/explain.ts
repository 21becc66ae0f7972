/** Any error as what a person is told: what happened and where, what to do, and which exit code it is. */
import { EngineError } from '../../native-models/errors.ts';
import { Problem } from './problem.ts';
import { storageProblem } from './storage-problem.ts';

/** An error for a person, and for whoever called the program. */
export interface Explanation {
  readonly message: string;
  readonly remedy: string | null;
  /** 1: it failed; 2: it was asked for wrongly. */
  readonly exitCode: 1 | 2;
}

/** @returns the words for any error; an {@link EngineError} says by itself what to do. */
export function explain(error: unknown): Explanation {
  if (error instanceof Problem) {
    return { message: error.message, remedy: error.remedy, exitCode: error.kind === 'usage' ? 2 : 1 };
  }
  if (!(error instanceof Error)) return { message: String(error), remedy: null, exitCode: 1 };
  if (error instanceof EngineError) {
    return { message: error.message, remedy: null, exitCode: error.about === 'request' ? 2 : 1 };
  }
  const refused = storageProblem('path' in error ? String(error.path) : 'A file', error);
  if (refused) return { message: refused.message, remedy: refused.remedy, exitCode: 1 };
  return { message: error.message, remedy: 'Run it again with --verbose to see where this came from.', exitCode: 1 };
}
