/**
 * No regular expression of ours takes longer than its text is long, so that no text of a stranger's (in a picture, a model's
 * files, an answer from the network) can hold the program up. `recheck` proves it from the automaton of each.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSync } from 'recheck';
import { expect, test } from 'vitest';
import { expressionsIn, type FoundExpression } from './regular-expressions.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = /^(?:native-models|preload|main|renderer)\/.*\.(?:ts|mts|cts|svelte)$/;
const FOR_TESTS = /\.(?:test|fixture|bench)\.ts$|^native-models\/reference\//;

/** What cannot be proved, and why no stranger's text can make it slow. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  // Its parts are the folders, names and variants of the table above it: no repetition in any, and the shards' is of five digits.
  'main/downloads/choices.ts: new RegExp(`^${folder}${stem}${rest}$`)': 'built from our own table',
  // An alternative for each added token, all signs of syntax escaped: no repetition in any.
  "native-models/text-encoder/added-tokens.ts: new RegExp(longestFirst.map((written) => written.replaceAll(SYNTAX, '\\\\$&')).join('|'), 'gu')":
    'texts, one after the other',
};

/** null: proved to be linear. */
function troubleWith({ pattern }: FoundExpression): string | null {
  if (!pattern) return 'is built at run time';
  const found = checkSync(pattern.source, pattern.flags, { checker: 'automaton', timeout: 60_000 });
  if (found.status === 'safe') return null;
  return found.status === 'vulnerable' ? `is ${found.complexity.summary}` : `cannot be judged (${found.error.kind})`;
}

function sources(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  return listed
    .toString()
    .split('\n')
    .filter((file) => SOURCES.test(file) && !FOR_TESTS.test(file));
}

test('every regular expression is linear in its text', () => {
  const judged = new Map<string, string | null>();
  const found = sources().flatMap((file) =>
    expressionsIn(file, readFileSync(join(ROOT, file), 'utf8')).map((expression) => ({ file, ...expression })),
  );
  expect(found.length).toBeGreaterThan(100);
  for (const { text, ...rest } of found) if (!judged.has(text)) judged.set(text, troubleWith({ text, ...rest }));
  const troubles = found.filter(({ text }) => judged.get(text) !== null);
  const unexpected = troubles.filter(({ file, text }) => !Object.hasOwn(EXCEPTIONS, `${file}: ${text}`));
  expect(unexpected.map(({ file, line, text }) => `${file}:${line}: ${text} ${judged.get(text)}`)).toEqual([]);
  const named = new Set(troubles.map(({ file, text }) => `${file}: ${text}`));
  expect(Object.keys(EXCEPTIONS).filter((exception) => !named.has(exception))).toEqual([]);
});

test('expressions are found wherever they stand', () => {
  const text = [
    'const a = /a\\/b+/g; // not /this/',
    "const b = '/nor this/'; f(1 / 2 / 3, `${/c/u}`);",
    'new RegExp(a);',
  ];
  expect(expressionsIn('a.ts', text.join('\n'))).toEqual([
    { line: 1, text: '/a\\/b+/g', pattern: { source: 'a\\/b+', flags: 'g' } },
    { line: 2, text: '/c/u', pattern: { source: 'c', flags: 'u' } },
    { line: 3, text: 'new RegExp(a)', pattern: null },
  ]);
  const svelte =
    '<script lang="ts">\n  const a: RegExp = /a+/;\n</script>\n{#if /b/i.test(`${x}`)}<p>/c/{RegExp(y)}</p>{/if}';
  expect(expressionsIn('A.svelte', svelte).toSorted((a, b) => a.line - b.line || a.text.localeCompare(b.text))).toEqual(
    [
      { line: 2, text: '/a+/', pattern: { source: 'a+', flags: '' } },
      { line: 4, text: '/b/i', pattern: { source: 'b', flags: 'i' } },
      { line: 4, text: 'RegExp(y)', pattern: null },
    ],
  );
});

test.each([
  ['\\s+$', true],
  ['a*b', true],
  ['(a|a)*b', true],
  ['\\s*([^:,]+):\\s*("(?:\\\\.|[^"\\\\])*"|[^,]*)(?:,|$)', true],
  ['^\\s+', false],
  ['^[a-z]+$', false],
])('%s is found to be super-linear: %s', (source, expected) => {
  const trouble = troubleWith({ line: 1, text: source, pattern: { source, flags: '' } });
  expect(trouble !== null).toBe(expected);
});
