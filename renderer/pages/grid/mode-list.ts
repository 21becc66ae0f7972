/** Sampling modes as a person lists them: `P2, P5+, full@0,7,13`. */
import { formatMode, parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../../native-models/strategy/strategy.ts';
import type { Listed } from './number-list.ts';

export function modesIn(text: string): Listed<SamplingMode> {
  try {
    const modes = new Map(partsOf(text).map((part) => [formatMode(parseMode(part)), parseMode(part)]));
    return { values: [...modes.values()], problem: null };
  } catch (error) {
    return { values: [], problem: (error as Error).message };
  }
}

/** A comma before a letter parts modes, as spaces and semicolons do; one before a number belongs to the calls of one. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (const piece of text.split(',')) {
    const [first, ...others] = piece.split(/[;\s]+/).filter(Boolean);
    if (first === undefined) continue;
    const last = parts.at(-1);
    if (last !== undefined && /^\d/.test(first)) parts[parts.length - 1] = `${last},${first}`;
    else parts.push(first);
    parts.push(...others);
  }
  return parts;
}
