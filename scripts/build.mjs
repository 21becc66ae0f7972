import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, step } from './setup.mjs';

const SOURCES = ['main', 'native-models', 'preload', 'renderer'];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const stamp = join(root, 'dist', '.built');

/** Builds the studio unless what is built is of these sources. */
export function buildOnce() {
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  step('Building the studio');
  run('npm', ['run', '-s', 'build']);
  writeFileSync(stamp, sources);
}

/** Of names, sizes and times: a file that was only looked at is not read. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => !name.startsWith('.svelte-check'))
      .map((name) => join(folder, name)),
  );
  for (const file of [...files, ...SETTINGS].toSorted()) {
    const { size, mtimeMs, isFile } = describe(file);
    if (isFile) hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function describe(file) {
  const found = statSync(join(root, file));
  return { size: found.size, mtimeMs: found.mtimeMs, isFile: found.isFile() };
}
