import type { z } from 'zod';
import { wordsOf } from '../zod-words.ts';

/** The words for an issue of zod, with its place: `inherit[3]: ...`. @param object what is expected in place of something else. @param keys those that mean something. */
export function describe(issue: z.core.$ZodIssue, object: string, keys: string): string {
  const { path } = issue;
  const at = place(path);
  const message = messageOf(issue, object, keys);
  // Our own parsers already begin with what they parse: `mode "P0": ...`.
  return message.startsWith(`${at} "`) ? message : `${at}: ${message}`;
}

function messageOf(issue: z.core.$ZodIssue, object: string, keys: string): string {
  const atTop = issue.path.length === 0;
  if (atTop && issue.code === 'invalid_type') return object;
  if (atTop && issue.code === 'unrecognized_keys') {
    return `${issue.keys.map((key) => `"${key}"`).join(', ')} means nothing here; the keys are ${keys}`;
  }
  return wordsOf(issue);
}

/** `['inherit', 3]` -> `inherit[3]`. */
function place(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text.replace(/^\./, '') || 'strategy';
}
