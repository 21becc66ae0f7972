/** Inputs that once did harm, kept as `seeds/<target>.json`: they are tried before any others. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a target's file keeps: its inputs as they were found. */
export function seedInputs(target: string): readonly unknown[] {
  const file = fileURLToPath(new URL(`./seeds/${target}.json`, import.meta.url));
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown[]) : [];
}
