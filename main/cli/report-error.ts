import { explain } from '../base/explain.ts';
import { StoppedEarly } from './interrupt.ts';

/** Says on stderr what went wrong and what to do; gives the exit code. */
export function reportError(error: unknown, verbose: boolean): number {
  const { message, remedy, exitCode } = explain(error);
  process.stderr.write(`Error: ${message}\n${remedy ? `${remedy}\n` : ''}`);
  if (verbose) process.stderr.write(`\n${stackOf(error)}\n`);
  return error instanceof StoppedEarly ? error.exitCode : exitCode;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
