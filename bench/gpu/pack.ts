/** Makes the archive that a machine with a card measures from: it needs no Node, no diffusers and no network there. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { PACKAGE_ROOT, PROGRAM } from '../../main/base/places.ts';
import { CLIP_FOLDER, PEERS_FOLDER } from '../sd15/places.ts';
import { IN_ARCHIVE, PYTHON } from './card/places.ts';

const HERE = import.meta.dirname;
/** Of the archive's only folder. */
export const NAME = 'heirloom-gpu';

/** diffusers and DeepCache as bench/sd15 measures them, and what they need that a machine for PyTorch may lack. */
const PYTHON_PACKAGES = ['diffusers==0.42.1', 'DeepCache==0.1.1', 'importlib_metadata', 'zipp'];
/** Debian's: the Vulkan loader, and what NVIDIA's driver is linked with. */
const LOADER = ['libvulkan1'];
const X11 = [
  'libglvnd0',
  'libgl1',
  'libglx0',
  'libegl1',
  'libx11-6',
  'libxext6',
  'libxcb1',
  'libxau6',
  'libxdmcp6',
  'libbsd0',
  'libmd0',
];
const NATIVE = ['onnxruntime-node', 'onnxruntime-common'];
/** A preset of its own: machine code packs a tenth better so, and 9e's dictionary is smaller than the archive. */
const XZ = ['--x86', '--lzma2=preset=9e,dict=192MiB,lc=4', '--threads=1'];

export async function pack(file: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'heirloom-pack-'));
  const root = join(work, NAME);
  const to = (name: keyof typeof IN_ARCHIVE) => join(root, IN_ARCHIVE[name]);
  try {
    mkdirSync(root);
    await bundle(to('app'));
    for (const name of NATIVE) copyPackage(name, root);
    cpSync(process.execPath, to('node'), { dereference: true });
    execFileSync('strip', [to('node')]);
    pythonPackages(to('python'), work);
    for (const folder of [PEERS_FOLDER, join(HERE, 'peers')]) copy(folder, to('peers'), /\.py$/);
    copy(CLIP_FOLDER, to('tokenizer'), /./);
    libraries(LOADER, to('vulkan'), join(work, 'loader'));
    libraries(X11, to('x11'), join(work, 'x11'));
    writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', version: PROGRAM.version }));
    writeFileSync(to('origin'), JSON.stringify({ commit: commit() }));
    writeFileSync(
      join(root, 'run'),
      '#!/bin/sh\nhere=$(cd "$(dirname "$0")" && pwd)\nexec "$here/node" "$here/app/run.js" "$@"\n',
    );
    chmodSync(join(root, 'run'), 0o755);
    archive(work, NAME, file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** `folder` of `work` as a .tar.xz, whoever made it and whenever. */
export function archive(work: string, folder: string, file: string): void {
  const tar = join(work, 'archive.tar');
  const anonymous = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=2026-01-01'];
  execFileSync('tar', ['-C', work, ...anonymous, '-cf', tar, folder]);
  execFileSync('xz', [...XZ, tar]);
  mkdirSync(dirname(resolve(file)), { recursive: true });
  cpSync(`${tar}.xz`, file);
  console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(1)} MB`);
}

/** Our sources and the packages that they import, but for onnxruntime, as JavaScript. */
async function bundle(folder: string): Promise<void> {
  const entries = ['run', 'ours'].map((name) => [name, join(HERE, 'card', `${name}.ts`)]);
  await build({
    configFile: false,
    root: PACKAGE_ROOT,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: [...NATIVE] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: { input: Object.fromEntries(entries) as Record<string, string> },
    },
  });
}

/** What it runs from on Linux x64. */
function copyPackage(name: string, root: string): void {
  const from = join(PACKAGE_ROOT, 'node_modules', name);
  const other =
    /\/bin\/napi-v\d+\/(?!linux(?:\/x64)?(?:\/|$))|\/linux\/(?!x64)|\.(?:d\.ts|map|md|ts)$|\/(?:script|lib|esm)(?:\/|$)/;
  cpSync(from, join(root, 'node_modules', name), {
    recursive: true,
    dereference: true,
    filter: (path) => !other.test(path.slice(from.length)),
  });
}

function pythonPackages(folder: string, work: string): void {
  const wheels = join(work, 'wheels');
  pip('download', '--quiet', '--no-deps', '--dest', wheels, ...PYTHON_PACKAGES);
  const files = readdirSync(wheels).map((name) => join(wheels, name));
  pip('install', '--quiet', '--no-deps', '--no-index', '--no-compile', '--target', folder, ...files);
}

export function pip(...args: readonly string[]): void {
  execFileSync(PYTHON, ['-m', 'pip', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The shared objects of Debian packages. */
function libraries(packages: readonly string[], folder: string, work: string): void {
  mkdirSync(work);
  mkdirSync(folder, { recursive: true });
  execFileSync('apt-get', ['download', '--quiet', ...packages], { cwd: work, stdio: ['ignore', 'ignore', 'ignore'] });
  for (const name of readdirSync(work)) execFileSync('dpkg', ['-x', name, 'unpacked'], { cwd: work });
  copy(join(work, 'unpacked', 'usr', 'lib', 'x86_64-linux-gnu'), folder, /\.so\.\d+$/);
  const nested = join(work, 'unpacked', 'lib', 'x86_64-linux-gnu');
  copy(nested, folder, /\.so\.\d+$/);
}

/** The files of a folder whose names fit; nothing where there is no such folder. */
function copy(from: string, to: string, names: RegExp): void {
  const files = statSync(from, { throwIfNoEntry: false }) ? readdirSync(from) : [];
  for (const name of files.filter((name) => names.test(name))) {
    cpSync(join(from, name), join(to, name), { recursive: true, dereference: true });
  }
}

function commit(): string {
  return execFileSync('git', ['describe', '--always', '--dirty=+', '--exclude=*'], {
    cwd: PACKAGE_ROOT,
    encoding: 'utf8',
  }).trim();
}
