/** Texts of words, fields and brackets, changed where their structure is: at commas, colons, quotes, lines. */
import * as fc from 'fast-check';

/** What stands between the parts of such a text. */
const BORDER = /([,:\n|()[\]{}<>"\\]|\s+)/;

const REPEATED = 3000;

/** Parts that readers of such texts stumble over. */
const ODD = [
  ',', ':', ': ', '\n', '\r\n', '|', '(', ')', '[', ']', '{', '}', '<', '>', '"', '\\', '\\\\', '\0', '\u{FEFF}', '\u{D800}',
  'Steps: 20, ', 'Negative prompt: ', 'Seed: -1', 'Size: 0x0', 'Size: 99999x8', 'CFG scale: 1e309', 'Steps: 1e9', 'NaN', '-0', '1e999',
  '<lora:x:1>', ':1.5)', ':-1e9)', 'BREAK', ' AND ', '[a:b:0.5]', '[a|b]', '__proto__', '{"a":', '"', '\u{1F98A}',
  '('.repeat(REPEATED), '['.repeat(REPEATED), ')'.repeat(REPEATED), ' '.repeat(REPEATED), ','.repeat(REPEATED), ':'.repeat(REPEATED),
  '"'.repeat(REPEATED), '\\'.repeat(REPEATED), '{"a":'.repeat(REPEATED), 'a: [b, '.repeat(REPEATED), 'a: "b, '.repeat(REPEATED),
  'BREAK '.repeat(REPEATED), '(a:1.1)'.repeat(REPEATED), '<a:b>'.repeat(REPEATED), '9'.repeat(REPEATED),
]; // prettier-ignore

const edit = fc.record({
  kind: fc.constantFrom('put', 'put', 'replace', 'leave out', 'double', 'swap', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  odd: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...ODD) }, fc.string({ unit: 'binary', maxLength: 8 })),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

/** The text with one to four of its parts changed. */
export function mutatedLine(seed: string): fc.Arbitrary<string> {
  const parts = seed.split(BORDER).filter(Boolean);
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => edits.reduce(apply, parts).join(''));
}

function apply(parts: readonly string[], { kind, at: where, to: there, odd }: Edit): readonly string[] {
  const [at, to] = [Math.floor(where * parts.length), Math.floor(there * parts.length)];
  switch (kind) {
    case 'put':
      return parts.toSpliced(at, 0, odd);
    case 'replace':
      return parts.toSpliced(at, 1, odd);
    case 'leave out':
      return parts.toSpliced(at, Math.max(1, to - at));
    case 'double':
      return parts.toSpliced(at, 0, ...parts.slice(at, to));
    case 'swap': {
      const swapped = [...parts];
      [swapped[at], swapped[to]] = [parts[to] ?? '', parts[at] ?? ''];
      return swapped;
    }
    default:
      return parts.toSpliced(at, 0, (parts[at] ?? odd).slice(0, REPEATED).repeat(50));
  }
}
