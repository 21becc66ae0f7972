/**
 * The Electron API stand-in. It runs the desktop's own main and preload bundles on Node, with a Chromium for the windows, so
 * that they and their tests run where Electron's binary cannot be had. It has no context isolation, no sandbox, no
 * native menus or dialogs: what passes here is not tested on Electron.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ELECTRON = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/(main|common))?$/.test(specifier)
      ? { url: ELECTRON, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

// As Electron has it: the program, its own switches, then the folder of the application.
process.argv.splice(1, 1);
const preloaded = process.argv.indexOf('-r');
if (preloaded > 0) createRequire(import.meta.url)(process.argv[preloaded + 1]!);
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };

const { becomeReady } = await import('./electron.ts');
await import(pathToFileURL(join(folder, main)).href);
await becomeReady();
