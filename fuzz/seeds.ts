/** Inputs that once did harm, kept as `seeds/<target>/<what it was>.json`: they are tried before any others. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Of a target, in the order of their names. */
export function seedInputs(target: string): readonly unknown[] {
  const folder = fileURLToPath(new URL(`./seeds/${target}/`, import.meta.url));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name): unknown => JSON.parse(readFileSync(`${folder}${name}`, 'utf8')));
}
