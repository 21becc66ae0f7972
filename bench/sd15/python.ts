/** The Python that the peers run in: an environment of the bench's own, made once. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PEERS_FOLDER, PLACES } from './places.ts';

/** torch comes first: what needs it would otherwise bring another build of it along. */
const TORCH = 'torch==2.13.0';
/** Built from source on installing: needs cmake and a C++ compiler. */
const SDCPP = 'stable-diffusion-cpp-python==0.4.7';

const PYTHON = join(PLACES.python, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/** What runs a peer, or why it cannot be had: a peer that is missing is listed with that reason. */
export type Interpreter = { readonly python: string } | { readonly missing: string };

/** torch, diffusers, transformers and DeepCache. */
export function diffusersPython(): Interpreter {
  return installed('diffusers', () => {
    if (!existsSync(PYTHON)) {
      mkdirSync(dirname(PLACES.python), { recursive: true });
      run(process.env['HEIRLOOM_PYTHON'] || 'python3', ['-m', 'venv', PLACES.python]);
    }
    run(PYTHON, ['-m', 'pip', 'install', TORCH]);
    run(PYTHON, ['-m', 'pip', 'install', '-r', join(PEERS_FOLDER, 'requirements.txt')]);
  });
}

/** @param base diffusersPython(): the same environment. */
export function sdcppPython(base: Interpreter): Interpreter {
  if ('missing' in base) return base;
  return installed('stable-diffusion.cpp', () => run(PYTHON, ['-m', 'pip', 'install', SDCPP]));
}

/** Versions of the packages that are measured, by name. */
export function peerVersions(): Readonly<Record<string, string>> {
  const names = ['torch', 'diffusers', 'transformers', 'DeepCache', 'stable-diffusion-cpp-python'];
  const script = [
    'import json, sys',
    'from importlib.metadata import PackageNotFoundError, version',
    'found = {}',
    'for name in sys.argv[1:]:',
    '    try: found[name] = version(name)',
    '    except PackageNotFoundError: pass',
    'print(json.dumps(found))',
  ].join('\n');
  const { status, stdout } = spawnSync(PYTHON, ['-c', script, ...names], { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as Record<string, string>) : {};
}

/** Runs `install` unless it ran to its end before, with the same versions. */
function installed(what: string, install: () => void): Interpreter {
  const wanted = createHash('sha256')
    .update(`${TORCH} ${SDCPP} ${readFileSync(join(PEERS_FOLDER, 'requirements.txt'), 'utf8')}`)
    .digest('hex');
  const stamp = join(PLACES.python, `.${what}`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python: PYTHON };
  console.log(`Installing ${what} into ${PLACES.python} (once)`);
  try {
    install();
  } catch (error) {
    return { missing: `${what} could not be installed: ${(error as Error).message}` };
  }
  writeFileSync(stamp, wanted);
  return { python: PYTHON };
}

/** @throws with the last thing that the command said. */
function run(command: string, args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (error) throw new Error(`${command}: ${error.message}`);
  if (status !== 0) throw new Error(stderr.trim().split('\n').at(-1) ?? `${command} ended with ${status}`);
}
