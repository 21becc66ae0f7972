/** What every answer to the contract goes through: whatever goes wrong reaches the page in words. */
import { implement, ORPCError, ValidationError } from '@orpc/server';
import { contract } from '../../../preload/contract/contract.ts';
import { wordsOfIssues } from '../../../native-models/zod-words.ts';
import { explain } from '../../base/explain.ts';
import { failure } from '../../base/problem.ts';

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
  if (error instanceof ORPCError) return isOurOwn(error) ? ownAnswer(error) : withPlaces(error);
  const { message, remedy, exitCode } = explain(error);
  const code = exitCode === 2 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return new ORPCError(code, { message, data: { advice: remedy }, cause: error });
}

const DAMAGED =
  'Was the history changed by hand, or its disk damaged? Older copies of it are in the folder "backups" of the data folder.';

/** An answer of ours that the contract refuses: what we keep is not what we wrote. */
function isOurOwn({ code, cause }: ORPCError<string, unknown>): boolean {
  return code === 'INTERNAL_SERVER_ERROR' && cause instanceof ValidationError;
}

function ownAnswer({ code, cause }: ORPCError<string, unknown>): unknown {
  const words = cause instanceof ValidationError ? wordsOfIssues(issuesOf(cause)) : '';
  const problem = failure(`What Heirloom has kept is damaged: ${words}`, DAMAGED, cause);
  return new ORPCError(code, { message: problem.message, data: { advice: problem.remedy }, cause: problem });
}

/** What the contract refuses, with each field that it is about: a page, or a program that speaks to us, has to know which. */
function withPlaces(error: ORPCError<string, unknown>): unknown {
  if (error.code !== 'BAD_REQUEST' || !(error.cause instanceof ValidationError)) return error;
  return new ORPCError(error.code, {
    message: wordsOfIssues(issuesOf(error.cause)),
    data: { advice: null },
    cause: error.cause,
  });
}

function issuesOf({ issues }: ValidationError) {
  return issues.map(({ message, path = [] }) => ({ message, path: path.map(keyOf) }));
}

/** A step of a path, as the standard that schemas share has it. */
function keyOf(step: PropertyKey | { readonly key: PropertyKey }): PropertyKey {
  return typeof step === 'object' ? step.key : step;
}
