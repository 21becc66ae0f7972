// `npm test`: sets up what is missing, then lint, types and every test. `npm test -- <vitest arguments>` runs only tests.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './chromium.mjs';
import { beside, nodePath, root, run, setUp, step } from './setup.mjs';

setUp();
const only = process.argv.slice(2);
const browser = chromium();
/** The tests leave room for it: they wait for browsers and for one another. */
let checks = Promise.resolve({ status: 0, output: '' });
if (only.length === 0) {
  step('Build');
  run('npm', ['run', '-s', 'build']);
  step('Lint, format and types, beside the tests');
  checks = beside(nodePath(), ['scripts/checks.mjs']);
  checks.then(({ output }) => console.log(output));
}

step('Tests');
const folder = mkdtempSync(join(tmpdir(), 'heirloom-test-'));
const report = join(folder, 'report.json');
const tests = await beside(
  nodePath(),
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...only,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(browser ? { HEIRLOOM_CHROMIUM: browser } : {}),
      // Tests start the program some hundred times: what Node compiled for one start serves the next, in half the time.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
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
const { status, output } = await checks;
if (status !== 0) console.error(`Lint, format or types failed:\n${output}`);
process.exit(tests.status || status);
