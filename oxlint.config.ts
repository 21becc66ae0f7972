/** Lint: the rules, and from scripts/folders.ts one for each folder that lists what it may import. */
import { relative } from 'node:path';
import { defineConfig, type OxlintOverride } from 'oxlint';
import { MAY_IMPORT } from './scripts/folders.ts';

const ONNXRUNTIME = { name: 'onnxruntime-node', message: 'Only native-models/runtime talks to onnxruntime.' };
const ELECTRON = { name: 'electron', message: 'Only main/desktop and preload know Electron.' };
const SQLITE = { name: 'better-sqlite3', message: 'Only main/history knows SQLite.' };
const ZOD = { name: 'zod', message: 'What is on the wire is checked in main; the pages would carry zod for nothing.' };
const DECODING = {
  name: '@napi-rs/canvas',
  importNames: ['loadImage', 'Image'],
  allowTypeImports: true,
  message: 'A file can end the process that decodes it: ask main/pictures/decoder, which has one of its own.',
};

/** What the files of a folder must not import of others' packages. */
function packagesKeptFrom(folder: string) {
  if (folder === 'preload/settings') return [ONNXRUNTIME, ELECTRON, SQLITE, ZOD];
  if (folder.startsWith('renderer')) return [ONNXRUNTIME, ELECTRON, SQLITE, ZOD];
  if (folder === 'native-models/runtime') return [ELECTRON, SQLITE];
  if (folder.startsWith('native-models')) return [ONNXRUNTIME, ELECTRON, SQLITE];
  return folder === 'main/pictures/decoder' ? [ONNXRUNTIME] : [ONNXRUNTIME, DECODING];
}

/** The renderer knows the contract by its types: its schemas would bring zod into the pages. */
const CONTRACT_BY_TYPES = {
  group: ['**/preload/contract/**', '!**/preload/contract/axes.ts'],
  allowTypeImports: true,
  message: 'Only its types: the schemas would bring zod into the pages.',
};
/** The renderer imports it, and it runs anywhere. */
const STRATEGY_IS_PURE = { group: ['node:*'], message: 'strategy is pure: the renderer imports it.' };

function importsOf(folder: string): OxlintOverride {
  const allowed = ['native-models', ...MAY_IMPORT[folder]!].filter((other) => other !== folder);
  const pathTo = (other: string) => {
    const path = relative(folder, other);
    return path.startsWith('.') ? path : `./${path}`;
  };
  const patterns = [
    {
      group: ['../**', './*/**', '!./styles/*', ...allowed.map((other) => `!${pathTo(other)}/*`)],
      message: `Not among the folders that ${folder} may import (scripts/folders.ts).`,
    },
    ...(folder.startsWith('renderer') ? [CONTRACT_BY_TYPES] : []),
    ...(folder === 'native-models/strategy' ? [STRATEGY_IS_PURE] : []),
  ];
  return {
    files: [`${folder}/*`],
    rules: { 'no-restricted-imports': ['error', { paths: packagesKeptFrom(folder), patterns }] },
  };
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'import', 'promise'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'no-console': 'error',
    eqeqeq: 'error',
    'import/no-cycle': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-unassigned-import': 'off',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'no-underscore-dangle': [
      'error',
      { allow: ['_class_name', '_use_default_values', '_diffusers_version', '_name_or_path'] },
    ],
  },
  overrides: [
    ...Object.keys(MAY_IMPORT).map(importsOf),
    {
      files: ['main/cli.ts', 'main/cli/**', 'scripts/**', 'bench/**', 'fuzz/**'],
      rules: { 'no-console': 'off' },
    },
    // Files begin with them.
    { files: ['main/pictures/probe/**'], rules: { 'no-control-regex': 'off' } },
    { files: ['main/desktop/**'], rules: { 'unicorn/require-post-message-target-origin': 'off' } },
    {
      files: ['preload/*.cts'],
      rules: { 'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: false }] },
    },
    { files: ['**/*.{test,fixture,bench}.ts'], rules: { 'no-restricted-imports': 'off' } },
  ],
  ignorePatterns: ['node_modules', 'dist', 'out', 'build'],
});
