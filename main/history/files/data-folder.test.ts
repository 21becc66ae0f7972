import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../history.fixture.ts';
import { chooseDataFolder, prepareDataFolder, programPath } from './data-folder.ts';

test('the data folder is beside the program where a folder for it is there', () => {
  const beside = temporaryFolder();
  const program = join(beside, 'Heirloom');
  const elsewhere = { XDG_DATA_HOME: join(beside, 'share'), LOCALAPPDATA: join(beside, 'share') };
  expect(chooseDataFolder(program, elsewhere)).not.toBe(join(beside, 'heirloom-data'));
  mkdirSync(join(beside, 'heirloom-data'));
  expect(chooseDataFolder(program, elsewhere)).toBe(join(beside, 'heirloom-data'));
  expect(chooseDataFolder(null, elsewhere)).not.toBe(join(beside, 'heirloom-data'));
  expect(chooseDataFolder(program, { HEIRLOOM_DATA: '/data' })).toBe('/data');
});

test('the program is what a person sees', () => {
  expect(programPath('/tmp/.mount_x/heirloom', { APPIMAGE: '/home/a/Heirloom.AppImage' })).toBe(
    '/home/a/Heirloom.AppImage',
  );
  expect(programPath('/Applications/Heirloom.app/Contents/MacOS/Heirloom', {})).toBe('/Applications/Heirloom.app');
  expect(programPath('/opt/heirloom/heirloom', {})).toBe('/opt/heirloom/heirloom');
});

test('a place where no folder can be made is said at once', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const place = process.platform === 'linux' ? '/proc/heirloom/data' : join(file, 'data');
  expect(() => prepareDataFolder(place)).toThrow(`${place}: the data folder cannot be made`);
});
