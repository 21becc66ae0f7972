/** Sampling modes as a person lists them: `P2, P5+, full@0,7,13`. */
import { formatMode, parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../../native-models/strategy/strategy.ts';
import type { Listed } from './number-list.ts';

/** A comma before a letter parts modes; one before a number belongs to the calls of one. */
const BETWEEN = /[;\s]+|,\s*(?=[a-z])/i;

export function modesIn(text: string): Listed<SamplingMode> {
  const parts = text
    .replaceAll(/,\s*(?=\d)/g, ',')
    .split(BETWEEN)
    .map((part) => part.replace(/,$/, ''))
    .filter(Boolean);
  try {
    const modes = new Map(parts.map((part) => [formatMode(parseMode(part)), parseMode(part)]));
    return { values: [...modes.values()], problem: null };
  } catch (error) {
    return { values: [], problem: (error as Error).message };
  }
}
