/** Values that break programs: the edges of numbers, names that JavaScript has plans for, things of the wrong kind. */
import * as fc from 'fast-check';

/** Three of them within one another are within what V8 can copy. */
const DEPTH = 600;
const LONG = 100_000;

const ODD = [
  0, -0, 1, -1, 2, 3, 7, 0.5, -0.5, 1e-320, 1e9, -1e9, 1e15, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e308,
  null, true, false, '', ' ', '0', '1', '-1', 'NaN', 'Infinity', '1e999', '__proto__', 'constructor', 'toString', 'length',
  '../../etc/passwd', '/proc/self/mem', 'C:\\models\\x, y', '\0', '\u{FEFF}', '\u{202E}', '\u{D800}', '\u{1F98A}'.repeat(40), 'a'.repeat(LONG),
  ' '.repeat(2200), '('.repeat(LONG), `${'9'.repeat(400)}`, [], {}, [null], [[]], [-1], { __proto__: null }, Array.from({ length: LONG }, () => 0),
]; // prettier-ignore

/** Built anew for each use: nothing that is tried may change what is tried next. */
function deep(wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 0;
  for (let n = 0; n < DEPTH; n++) value = wrap(value);
  return value;
}

/** Something that a file should not say. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...ODD) },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom<() => unknown>(() => deep((x) => [x]), () => deep((x) => ({ a: x }))).map((f) => f()) }, // prettier-ignore
);

/** A key that a file should not have. */
export const oddKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', '', '0', '-1', 'length', '\0'),
  fc.string(),
);
