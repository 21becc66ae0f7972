/**
 * Sampling modes (A-SDM, Fig. 11): which denoiser calls are full.
 *
 *     full, P1     every call
 *     P5           of every 5 calls the first
 *     P5+, P5†     the same, and the last 10 calls; P5+4: the last 4
 *     full@0,7,13  these calls
 */
import { StrategyError } from '../errors.ts';
import type { SamplingMode } from './strategy.ts';

/** What the paper's dagger stands for: the last 10 calls are full. */
const DAGGER_TAIL = 10;

export const FULL: SamplingMode = { kind: 'periodic', period: 1, tail: 0 };

const PERIODIC = /^P(\d{1,6})(?:([+†])(\d{1,6})?)?$/i;
const EXPLICIT = /^full@(\d{1,6}(?:,\d{1,6})*)$/i;

export function parseMode(text: string): SamplingMode {
  const compact = text.replaceAll(/\s/g, '');
  if (compact.toLowerCase() === 'full') return FULL;

  const list = EXPLICIT.exec(compact)?.[1];
  if (list !== undefined) return explicitMode(list.split(',').map(Number));

  const [, period, dagger, tail] = PERIODIC.exec(compact) ?? [];
  if (period === undefined) {
    throw new StrategyError(
      `mode "${text}": expected full, P<n> (P5), P<n>+ (P5+: the last ${DAGGER_TAIL} calls full), P<n>+<tail> (P5+4) or full@<calls> (full@0,7,13)`,
    );
  }
  if (Number(period) === 0) {
    throw new StrategyError(`mode "${text}": the period must be at least 1; P1 computes every call in full`);
  }
  return { kind: 'periodic', period: Number(period), tail: dagger ? Number(tail ?? DAGGER_TAIL) : 0 };
}

/** Sorted, each once, with call 0: the first call of a run is always full. */
export function explicitMode(fullCalls: readonly number[]): SamplingMode {
  return { kind: 'explicit', fullCalls: [...new Set([0, ...fullCalls])].toSorted((a, b) => a - b) };
}

/** As files and flags write it: `P5+`. */
export function formatMode(mode: SamplingMode): string {
  if (mode.kind === 'explicit') return `full@${mode.fullCalls.join(',')}`;
  if (mode.period === 1) return 'full';
  if (mode.tail === 0) return `P${mode.period}`;
  return `P${mode.period}+${mode.tail === DAGGER_TAIL ? '' : mode.tail}`;
}

/**
 * As screens and pictures show it: `P5†`; calls that were painted by how many of them are full, `17 full`, since the list
 * itself would fill the screen.
 * @param calls of the run, where it is known: what was painted beyond its end does not count.
 */
export function displayMode(mode: SamplingMode, calls = Number.POSITIVE_INFINITY): string {
  if (mode.kind === 'periodic') return formatMode(mode).replace('+', '†');
  return `${mode.fullCalls.filter((call) => call < calls).length} full`;
}

/** What `17 full` leaves out: `Full calls: 0, 5, 20`; null for a mode that its name says. */
export function fullCallsInWords(mode: SamplingMode): string | null {
  return mode.kind === 'explicit' ? `Full calls: ${mode.fullCalls.join(', ')}` : null;
}

/** The full calls of a run of `calls` calls, in order. Always has call 0; knows nothing of UNet switching. */
export function fullCallsOf(mode: SamplingMode, calls: number): readonly number[] {
  const isFull =
    mode.kind === 'periodic'
      ? (call: number) => call % mode.period === 0 || call >= calls - mode.tail
      : (call: number) => mode.fullCalls.includes(call);
  return Array.from({ length: calls }, (_, call) => call).filter((call) => call === 0 || isFull(call));
}
