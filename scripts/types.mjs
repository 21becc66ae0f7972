// `npm run typecheck`: all TypeScript by TypeScript 7's own compiler, then the Svelte files, which svelte-check hands to the same.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, tool } from './setup.mjs';

/** Both checks; a failure ends this process. */
export function checkTypes() {
  run(process.execPath, ['node_modules/@typescript/native/bin/tsc', '--noEmit']);
  // What svelte-check made of components that are gone since would be checked with the rest.
  rmSync(join(root, 'renderer', '.svelte-check'), { recursive: true, force: true });
  tool('svelte-check', ['--tsgo', '--workspace', 'renderer', '--tsconfig', './tsconfig.json', '--fail-on-warnings']);
}

if (process.argv[1] === import.meta.filename) checkTypes();
