/** What every answer to the contract goes through: whatever goes wrong reaches the page in words. */
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../../preload/contract/contract.ts';
import { explain } from '../../base/explain.ts';

/** The contract, to be answered feature by feature: each feature's folder has its `routes.ts`. */
export function implementer() {
  return implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw inWords(error);
    }
  });
}

/** What a feature is given to answer: `Implementer['models']`. */
export type Implementer = ReturnType<typeof implementer>;

/** What a person is told, and no stack: the renderer shows message and advice where the error arose. */
function inWords(error: unknown): unknown {
  if (error instanceof ORPCError) return error;
  const { message, remedy, exitCode } = explain(error);
  const code = exitCode === 2 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return new ORPCError(code, { message, data: { advice: remedy }, cause: error });
}
