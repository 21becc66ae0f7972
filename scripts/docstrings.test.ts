/** What a caller needs to know of an exported function or class stands over it, in the folders that are listed here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = [
  'main/base',
  'main/cli',
  'main/compare',
  'main/downloads',
  'main/export',
  'main/models',
  'main/pictures',
  'main/runs',
];
const SOURCE = /(?<!\.test|\.fixture|\.bench)\.ts$/;

/** Exported functions and classes of a source without a docstring; an overloaded function has it over its first signature. */
function undocumented(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const documented = new Set<string>();
  return source.statements.filter(isExported).flatMap((statement) =>
    namesOf(statement).flatMap((name) => {
      if (ts.getJSDocCommentsAndTags(statement).length > 0) documented.add(name);
      return documented.has(name) ? [] : [`${path}: ${name}`];
    }),
  );
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** Of a function, a class, or constants that are functions. */
function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return [statement.name?.text ?? 'default'];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations
    .filter(
      ({ initializer }) => initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    )
    .map(({ name }) => name.getText());
}

test('what is found: functions, constants that are functions and classes, not what is theirs alone', () => {
  const source = [
    '/** Said. */ export function said() {}',
    'export function unsaid() {}',
    'export const arrow = () => 1;',
    'export class Bare {}',
    '/** Said once. */ export function twice(a: string): void;',
    'export function twice(a: unknown): void {}',
    'export const number = 1;',
    'function inside() {}',
    'export interface Shape {}',
  ].join('\n');
  expect(undocumented('a.ts', source)).toEqual(['a.ts: unsaid', 'a.ts: arrow', 'a.ts: Bare']);
});

test.each(FOLDERS)('every exported function and class of %s has a docstring', (folder) => {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    SOURCE.test(file),
  );
  expect(files.length).toBeGreaterThan(0);
  const found = files.flatMap((file) =>
    undocumented(join(folder, file), readFileSync(join(ROOT, folder, file), 'utf8')),
  );
  expect(found).toEqual([]);
});
