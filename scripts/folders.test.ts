import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { MAY_IMPORT } from './folders.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = /^(native-models|preload|main|renderer)\/.*\.(ts|mts|cts|svelte)$/;
const FOR_TESTS = /\.(test|fixture|bench)\.ts$|^native-models\/reference\//;
/** An import or export from a file of ours, or a lazy import: what stands in one statement, over lines. */
const IMPORT = /(?:^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s+)?|\bimport\(\s*)'(\.[^']+\.(?:ts|mts|cts|svelte))'/gm;

/** Folder -> the folders that its files import, as they stand in the working tree. */
function importsByFolder(): ReadonlyMap<string, ReadonlySet<string>> {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const files = listed
    .toString()
    .split('\n')
    .filter((file) => SOURCES.test(file) && !FOR_TESTS.test(file));
  const imports = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = dirname(file);
    const found = imports.get(folder) ?? new Set();
    imports.set(folder, found);
    for (const [, path] of sourceOf(file).matchAll(IMPORT)) {
      const other = dirname(join(folder, path!));
      if (other !== folder && other !== 'native-models') found.add(other);
    }
  }
  return imports;
}

/** '' for a file that was deleted and is still known to git. */
function sourceOf(file: string): string {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    return '';
  }
}

/** Everything that is imported from `start`, at any distance. */
function reachOf(start: string, edges: (folder: string) => Iterable<string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [...edges(start)];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (reached.has(folder)) continue;
    reached.add(folder);
    pending.push(...edges(folder));
  }
  return reached;
}

/** Folders that import themselves by way of others. */
function circlesOf(imports: ReadonlyMap<string, Iterable<string>>): readonly string[] {
  return [...imports.keys()].filter((folder) => reachOf(folder, (at) => imports.get(at) ?? []).has(folder));
}

/** The same, of rooms: a folder with all that lies in it, such as `native-models/checkpoint` with its formats and copies. */
function importsByRoom(imports: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const [folder, others] of imports) {
    const room = roomOf(folder);
    const found = rooms.get(room) ?? new Set();
    rooms.set(room, found);
    for (const other of others) if (roomOf(other) !== room) found.add(roomOf(other));
  }
  return rooms;
}

function roomOf(folder: string): string {
  return folder.split('/').slice(0, 2).join('/');
}

const imports = importsByFolder();

test('every folder imports just what is listed, and lists nothing that it does not', () => {
  for (const [folder, others] of imports) {
    expect([...others].toSorted(), folder).toEqual([...(MAY_IMPORT[folder] ?? [])].toSorted());
  }
  expect(Object.keys(MAY_IMPORT).filter((folder) => !imports.has(folder))).toEqual([]);
});

test('no folder imports itself by way of others', () => {
  expect(circlesOf(imports)).toEqual([]);
});

test('no room imports itself by way of others, whatever folders in it are between', () => {
  expect(circlesOf(importsByRoom(imports))).toEqual([]);
});

test('a circle would be found', () => {
  const edges = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', ['a']],
  ]);
  expect(circlesOf(edges)).toEqual(['a', 'b', 'c']);
});

test('a circle of rooms would be found where none of their folders is in one', () => {
  const folders = new Map([
    ['main/a', new Set(['main/b'])],
    ['main/b', new Set(['main/a/inner'])],
    ['main/a/inner', new Set<string>()],
  ]);
  expect(circlesOf(folders)).toEqual([]);
  expect(circlesOf(importsByRoom(folders))).toEqual(['main/a', 'main/b']);
});
