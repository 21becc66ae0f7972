/** What every answer to the contract goes through: whatever goes wrong reaches the page in words. */
import { implement, ORPCError, ValidationError } from '@orpc/server';
import { contract } from '../../../preload/contract/contract.ts';
import { wordsOfIssues } from '../../../native-models/zod-words.ts';
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
  if (error instanceof ORPCError) return withPlaces(error);
  const { message, remedy, exitCode } = explain(error);
  const code = exitCode === 2 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return new ORPCError(code, { message, data: { advice: remedy }, cause: error });
}

/** What the contract refuses, with each field that it is about: a page, or a program that speaks to us, has to know which. */
function withPlaces(error: ORPCError<string, unknown>): unknown {
  if (error.code !== 'BAD_REQUEST' || !(error.cause instanceof ValidationError)) return error;
  const issues = error.cause.issues.map(({ message, path = [] }) => ({ message, path: path.map(keyOf) }));
  return new ORPCError(error.code, { message: wordsOfIssues(issues), data: { advice: null }, cause: error.cause });
}

/** A step of a path, as the standard that schemas share has it. */
function keyOf(step: PropertyKey | { readonly key: PropertyKey }): PropertyKey {
  return typeof step === 'object' ? step.key : step;
}
