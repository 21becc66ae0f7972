/** British: no comma before the last word. */
const FORMATS = {
  and: new Intl.ListFormat('en-GB', { type: 'conjunction' }),
  or: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
} as const;

/** Words as a sentence has them, each once: `a`, `a or b`, `a, b or c`. */
export function listed(words: Iterable<string>, last: keyof typeof FORMATS): string {
  return FORMATS[last].format(new Set(words));
}
