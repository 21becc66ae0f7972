/** Every regular expression that stands in a source, found by the parsers of TypeScript and Svelte. */
import { parse } from 'svelte/compiler';
import ts from 'typescript';

/** A literal, or where one is built at run time. */
export interface FoundExpression {
  readonly line: number;
  /** As it stands in the source, `/a+/g`; of a built one the whole call. */
  readonly text: string;
  /** null: what it comes to is not known before it runs. */
  readonly pattern: { readonly source: string; readonly flags: string } | null;
}

/** @param path says by its ending what it is written in: Svelte, or TypeScript in any module form. */
export function expressionsIn(path: string, text: string): readonly FoundExpression[] {
  if (!path.endsWith('.svelte')) return inTypeScript(path, text);
  return inSvelte(text);
}

function inTypeScript(path: string, text: string): readonly FoundExpression[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: FoundExpression[] = [];
  const visit = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (ts.isRegularExpressionLiteral(node)) found.push({ line, text: node.text, pattern: patternOf(node.text) });
    else if (isBuilt(node)) found.push({ line, text: node.getText(), pattern: null });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `RegExp(…)` and `new RegExp(…)`. */
function isBuilt(node: ts.Node): boolean {
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
}

/** A flag is a letter, so the last slash ends the pattern. */
function patternOf(literal: string): { readonly source: string; readonly flags: string } {
  const end = literal.lastIndexOf('/');
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

/** Its scripts and the expressions of its markup, as Svelte's own tree (ESTree nodes) has them. */
function inSvelte(text: string): readonly FoundExpression[] {
  const found: FoundExpression[] = [];
  const pending: unknown[] = [parse(text, { modern: true })];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const children: Readonly<Record<string, unknown>> = { ...node };
    const { type, start, end, regex, callee } = children;
    const place = (pattern: FoundExpression['pattern']) => {
      const literal = text.slice(Number(start), Number(end));
      found.push({ line: text.slice(0, Number(start)).split('\n').length, text: literal, pattern });
    };
    if (type === 'Literal' && regex) place(patternOf(text.slice(Number(start), Number(end))));
    if (isObject(callee) && callee['name'] === 'RegExp') place(null);
    pending.push(...Object.values(children));
  }
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
