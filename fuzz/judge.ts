/** Which errors a person can act on. */
import { ORPCError, ValidationError } from '@orpc/server';
import { Problem } from '../main/base/problem.ts';
import { EngineError } from '../native-models/errors.ts';

/** Words that JavaScript, Node and zod use for themselves: in a message to a person they are a leak. */
const RAW_WORDS = [
  'is not a function',
  'Cannot read properties',
  'is not iterable',
  'Maximum call stack',
  'out of range',
  'Invalid array length',
  'Invalid string length',
  'cannot be converted to',
  'to a BigInt',
  '[object Object]',
  'undefined',
  'validation failed',
  '--verbose',
];

/** @returns null for an error in our own words; else what is wrong with it. */
export function rawWords(error: unknown): string | null {
  if (!(error instanceof Error)) return `not an error: ${String(error)}`;
  // The studio's answers: what they were made of says more.
  if (error instanceof ORPCError && error.cause instanceof Error && !isRefusal(error)) return rawWords(error.cause);
  const ours = error instanceof Problem || error instanceof EngineError || isRefusal(error);
  if (!ours) return `${error.name}: ${error.message}`;
  const leak = RAW_WORDS.find((words) => error.message.includes(words));
  return leak === undefined ? null : `says "${leak}": ${error.message}`;
}

/** What the contract refuses: the answer names the field. */
function isRefusal(error: Error): boolean {
  return error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError;
}
