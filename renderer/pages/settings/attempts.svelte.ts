import { type Problem, problemOf } from '../../host/problem.ts';

/** What a section of settings asks of the host: the last attempt's problem is shown until one succeeds. */
export class Attempts {
  problem = $state.raw<Problem | null>(null);

  async make(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    }
  }
}
