// Runs on whatever Node there is (20 or later), before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.heirloom-setup');
const bin = join(root, 'node_modules', '.bin');

/** Dependencies and Node 24 as the lock file has them. Does nothing when they are already so. */
export function setUp() {
  assertNode();
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  step('Installing dependencies (once; about 600 MB with onnxruntime)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--onnxruntime-node-install=skip'], {
    // npm 10 knows no allowScripts; onnxruntime's install script would download CUDA libraries.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', npm_config_onnxruntime_node_install: 'skip' },
  });
  writeFileSync(stamp, wanted);
}

/** Node 24 from the lock file, whichever Node runs this. */
export function node(args, options = {}) {
  return run(nodePath(), args, options);
}

export function nodePath() {
  const path = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) ? path : process.execPath;
}

/** A program of node_modules/.bin, by name. */
export function tool(name, args, options = {}) {
  return run(join(bin, process.platform === 'win32' ? `${name}.cmd` : name), args, options);
}

/** Runs to the end with our input and output; a failure ends this process with the same exit code. */
export function run(command, args, options = {}) {
  const env = { ...(options.env ?? process.env) };
  env.PATH = `${bin}${delimiter}${env.PATH ?? ''}`;
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
    env,
  });
  const tooLong = options.mayFail && result.error?.code === 'ETIMEDOUT';
  if (result.error && !tooLong) fail(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0 && !options.mayFail) process.exit(result.status ?? 1);
  return result;
}

/**
 * Starts it beside what goes on here; its output is kept, so that it stands together.
 * @returns {Promise<{ status: number, output: string }>} once it has ended.
 */
export function beside(command, args, options = {}) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

export function step(message) {
  console.error(`\n\u25b8 ${message}`);
}

export function fail(message) {
  console.error(`heirloom: ${message}`);
  process.exit(1);
}

function assertNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) fail(`Node ${process.versions.node} is too old; install Node 20 or later and run this again`);
}
