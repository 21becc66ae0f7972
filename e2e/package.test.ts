/** The packed program: what is in it and what is not, and that the studio runs from what was packed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeElectronStub } from '../scripts/electron-stub.mjs';
import { chromiumPath } from './hosts/chromium.ts';
import { openOnDesktop } from './hosts/desktop.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';

const PACK_MS = 120_000;
const START_MS = 60_000;

// The stub is one of Electron for Linux.
describe.skipIf(process.platform !== 'linux')('the packed program', () => {
  let folder: string;
  const packed = (...path: string[]) => join(folder, 'out', 'linux-unpacked', ...path);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-package-'));
    const stub = makeElectronStub(join(folder, 'electron-stub'));
    const args = ['--dir', '--linux', '--publish', 'never', `-c.electronDist=${stub}`];
    const builder = join(root, 'node_modules', '.bin', 'electron-builder');
    const { status, stdout, stderr } = spawnSync(builder, [...args, `-c.directories.output=${join(folder, 'out')}`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status, stdout + stderr).toBe(0);
  }, PACK_MS);
  afterAll(() => rm(folder, { recursive: true, force: true }), START_MS);

  test('its fuses are set', async () => {
    const fuses = await getCurrentFuseWire(packed('heirloom'));
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(FuseState.ENABLE);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  });

  test('the archive holds what was built, and no sources', () => {
    const files = listPackage(packed('resources', 'app.asar'), { isPack: false });
    const top = new Set(files.map((path) => path.split('/')[1]));
    expect([...top].toSorted()).toEqual(['dist', 'node_modules', 'package.json', 'resources']);
    expect(files.filter((path) => /\.([cm]?ts|map)$|^\/dist\/.*\.(test|bench|fixture)\.js$/.test(path))).toEqual([]);
    expect(files).toContain('/resources/icons/icon.png');
  });

  test('what native code opens lies beside the archive, for this system only', async () => {
    const unpacked = await readdir(packed('resources', 'app.asar.unpacked'), { recursive: true });
    const has = (pattern: RegExp) => unpacked.some((path) => pattern.test(path));
    expect(has(/heirloom-emoji\/unet\/diffusion_pytorch_model\.safetensors$/)).toBe(true);
    expect(has(/inter-ui\/web\/Inter-Regular\.woff2$/)).toBe(true);
    expect(has(/onnxruntime-node\/bin\/.*\/linux\/.*\.node$/)).toBe(true);
    expect(has(/@napi-rs\/keyring-linux-.*\.node$/)).toBe(true);
    const native = unpacked.filter((path) => /\.(node|dll|dylib|so[.\d]*)$/.test(path));
    const foreign = process.arch === 'x64' ? /darwin|win32|linuxmusl|arm64/ : /darwin|win32|linuxmusl|x64/;
    expect(native.length).toBeGreaterThan(2);
    expect(native.filter((path) => foreign.test(path))).toEqual([]);
  });

  test.skipIf(!existsSync(chromiumPath()))('the studio runs from what was packed', async () => {
    const app = join(folder, 'app');
    extractAll(packed('resources', 'app.asar'), app);
    expect(JSON.parse(await readFile(join(app, 'package.json'), 'utf8'))).toMatchObject({
      name: 'heirloom',
      productName: 'Heirloom',
      // What Linux knows the window by; the installed menu entry has the same name.
      desktopName: 'heirloom.desktop',
    });
    const { page, quit } = await openOnDesktop(join(folder, 'data'), app);
    try {
      const composer = await new ComposerPage(page).opened();
      await composer.setSteps(20);
      await composer.makeComparison();
      expect(await composer.pictureWidths()).not.toContain(0);
    } finally {
      await quit();
    }
  });
});
