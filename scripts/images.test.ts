/** Pictures of the documents: none is missing, none is left over, and a clone stays small. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';

const IMAGES = join(root, 'docs', 'images');
const MOST_BYTES = 4_000_000;
const NOT_OURS = new Set(['node_modules', 'dist', 'out', 'build', '.git']);
/** `![words](path)` and `<img src="path">`, but none on the web. */
const LINK = /!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src="([^"]+)"/g;

function documents(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : documents(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const linked = documents(root).flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(LINK)]
    .map(([, markdown, html]) => markdown ?? html ?? '')
    .filter((link) => !/^\w+:/.test(link))
    .map((link) => ({ from: relative(root, path), link, target: join(dirname(path), link) })),
);

test('every picture that a document shows is there', () => {
  expect(linked.length).toBeGreaterThan(3);
  expect(linked.filter(({ target }) => !statSync(target, { throwIfNoEntry: false })?.isFile())).toEqual([]);
});

test('docs/images stays below 4 MB, all of it WebP', () => {
  const names = readdirSync(IMAGES);
  expect(names.filter((name) => !name.endsWith('.webp'))).toEqual([]);
  const bytes = names.reduce((sum, name) => sum + statSync(join(IMAGES, name)).size, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
