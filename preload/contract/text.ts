/** Texts, ids and other values that pages send, each with its bound. */
import { z } from 'zod';
import { LIMITS } from '../../native-models/vocabulary.ts';

/** Of a group, a download, a model, a device: given by us. */
export const name = z.string().max(LIMITS.name.max);

/** On the machine that Heirloom runs on. */
export const path = z.string().min(1).max(LIMITS.path.max);

/** A day or a moment, as ISO 8601 writes it. */
export const moment = z.string().max(LIMITS.name.max);

/** Whatever pages keep under a name of theirs. Walked without recursion: it may be nested as deep as somebody likes. */
export const keptJson = z.unknown().refine(isModest, {
  error: `it is larger than ${LIMITS.keptJson.characters} characters, or nested deeper than ${LIMITS.keptJson.depth}`,
});

function isModest(value: unknown): boolean {
  let characters = 0;
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.keptJson.depth) return false;
    const objects = level.filter((each) => typeof each === 'object' && each !== null);
    characters += level.length + lengthOf(level) + objects.reduce((sum, each) => sum + lengthOf(Object.keys(each)), 0);
    if (characters > LIMITS.keptJson.characters) return false;
    level = objects.flatMap((each) => Object.values(each));
  }
  return true;
}

function lengthOf(values: readonly unknown[]): number {
  return values.reduce<number>((sum, each) => sum + (typeof each === 'string' ? each.length : 1), 0);
}
