/** Where a benchmark leaves what it measured. The text of a document is made from the numbers, so that they cannot drift apart. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format, type FormatConfig } from 'oxfmt';
import { PACKAGE_ROOT } from '../main/base/places.ts';

/** `bench/results/<name>.json`, to be committed. */
export async function recordResults(name: string, results: object): Promise<void> {
  await writeFormatted(join(PACKAGE_ROOT, 'bench', 'results', `${name}.json`), JSON.stringify(results));
}

/** Replaces what stands between `<!-- bench:<name> -->` and `<!-- /bench:<name> -->` in a document of `docs/`. */
export async function writeSection(name: string, markdown: string, document = 'performance.md'): Promise<void> {
  const file = join(PACKAGE_ROOT, 'docs', document);
  await writeFormatted(file, withSection(await readFile(file, 'utf8'), name, markdown));
}

/** @throws where the document has no such markers: text that nobody sees would be lost. */
export function withSection(document: string, name: string, markdown: string): string {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [document.indexOf(open), document.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`the document has no ${open} ... ${close} to write between`);
  return `${document.slice(0, from + open.length)}\n\n${markdown}\n\n${document.slice(to)}`;
}

/** A table of markdown. @param rows of cells, as long as `head`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

async function writeFormatted(file: string, text: string): Promise<void> {
  const style = JSON.parse(await readFile(join(PACKAGE_ROOT, '.oxfmtrc.json'), 'utf8')) as FormatConfig;
  const { code, errors } = await format(file, text, style);
  if (errors.length > 0) throw new Error(`${file} cannot be formatted: ${errors[0]!.message}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, code);
}
