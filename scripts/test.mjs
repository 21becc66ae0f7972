// `npm test`: sets up what is missing, then lint, types and every test. `npm test -- <vitest arguments>` runs only tests.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './chromium.mjs';
import { root, run, setUp, step, tool } from './setup.mjs';
import { checkTypes } from './types.mjs';

setUp();
const only = process.argv.slice(2);
const browser = chromium();
if (only.length === 0) {
  step('Lint and format');
  tool('oxlint', ['--deny-warnings']);
  tool('oxfmt', ['--check', '.']);
  step('Types');
  checkTypes();
  step('Build');
  run('npm', ['run', '-s', 'build']);
}

step('Tests');
const folder = mkdtempSync(join(tmpdir(), 'heirloom-test-'));
const env = {
  ...process.env,
  ...(browser ? { HEIRLOOM_CHROMIUM: browser } : {}),
  // Tests start the program some hundred times: what Node compiled for one start serves the next, in half the time.
  NODE_COMPILE_CACHE: join(folder, 'compiled'),
};
const report = join(folder, 'report.json');
const result = tool(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...only],
  {
    env,
    mayFail: true,
  },
);
if (existsSync(report)) {
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
  } = JSON.parse(readFileSync(report, 'utf8'));
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}
rmSync(folder, { recursive: true, force: true });
process.chdir(root);
process.exit(result.status ?? 1);
