/** JSON of a row, as far as a reader of ours may rely on it: what is no JSON, or another kind of it, is said in words. */
import { failure } from '../../base/problem.ts';

/** What messages call it: `a run's settings`. */
type What = string;

const ADVICE =
  'Was the history changed by hand, or its disk damaged? Pictures carry their settings, and older copies of the history are in its folder "backups".';

/** @throws Problem where it is no JSON, as the others here do. */
export function jsonIn(text: string, what: What): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(what, cause);
  }
}

/** @throws Problem too where it is no object. */
export function objectIn(text: string, what: What): object {
  const value = jsonIn(text, what);
  if (isObject(value)) return value;
  throw damaged(what);
}

/** @throws Problem too where it is no list, or an entry is none that `isEntry` takes. */
export function listIn<T>(text: string, what: What, isEntry: (value: unknown) => value is T): T[] {
  const value = jsonIn(text, what);
  if (Array.isArray(value) && value.every(isEntry)) return value;
  throw damaged(what);
}

/** Whether it has fields: no list, no null. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is a text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** What a person is told of a row that cannot be read. */
export function damaged(what: What, cause?: unknown): Error {
  return failure(`The history is damaged: ${what} cannot be read`, ADVICE, cause);
}
