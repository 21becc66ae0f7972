import type { Architecture } from '../../native-models/strategy/architecture.ts';
import { planRun } from '../../native-models/strategy/plan.ts';
import type { ProgramStrategy } from '../../native-models/strategy/strategy.ts';
import { unetsOf } from '../../native-models/strategy/switching.ts';
import type { Problem } from '../host/problem.ts';

/**
 * Why a program cannot be run as it is, in the words of who plans it; null where it can.
 * @param calls of the run.
 * @param architecture of the run's own UNet; those that take turns are taken for the same.
 */
export function programProblem(program: ProgramStrategy, calls: number, architecture: Architecture): Problem | null {
  const unets = Math.max(1, unetsOf(program.switching).length);
  try {
    planRun(program, calls, Array<Architecture>(unets).fill(architecture));
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { message: error.message, advice: null };
  }
}
