import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { requireWritable } from './files.ts';
import { makeFolder } from './make-folder.ts';

test('a folder is made with those above it, once or again, by name or through a link', async () => {
  const inside = await temporaryFolder();
  const deep = join(inside, 'a', 'b', 'c');
  makeFolder(deep);
  makeFolder(deep);
  symlinkSync(join(inside, 'a'), join(inside, 'link'));
  makeFolder(join(inside, 'link', 'd'));
  expect([existsSync(deep), existsSync(join(inside, 'a', 'd'))]).toEqual([true, true]);
});

const onLinux = process.platform === 'linux';

describe('what is in the way is said', () => {
  test.each([
    ['a file', (at: string) => writeFileSync(at, ''), 'it is a file'],
    [
      'a link that leads nowhere',
      (at: string) => symlinkSync('nowhere', at),
      'it is a link to something that is not there',
    ],
    ['a link to itself', (at: string) => symlinkSync(at, at), 'its links lead round in a circle'],
  ])('%s, as the folder and above it', async (_what, put, says) => {
    const at = join(await temporaryFolder(), 'at');
    put(at);
    for (const path of [at, join(at, 'below'), join(at, 'below', 'more')]) {
      expect(() => makeFolder(path), path).toThrow(says);
      await expect(requireWritable(path)).rejects.toThrow(`--out ${path}: nothing can be written there`);
    }
  });

  test('a name that is too long', async () => {
    const path = join(await temporaryFolder(), 'x'.repeat(300));
    expect(() => makeFolder(path)).toThrow('its name is too long');
    expect(() => makeFolder(join(path, 'below'))).toThrow('its name is too long');
  });

  test('a name with a zero in it', async () => {
    expect(() => makeFolder(join('/tmp', 'a\0b'))).toThrow('the disk takes no such name');
  });

  test.runIf(onLinux)('below /proc, where Node itself would ask for ever', async () => {
    expect(() => makeFolder('/proc/heirloom/out')).toThrow('/proc/heirloom: no folder can be made there');
    await expect(requireWritable('/proc/heirloom/out')).rejects.toThrow('no folder can be made there');
    // It is there, and whoever is root may write in it, says the system.
    await expect(requireWritable('/proc')).rejects.toThrow('--out /proc: nothing can be written there');
  });
});

test('whether something can be written is tried, and leaves nothing behind', async () => {
  const inside = await temporaryFolder();
  await requireWritable(join(inside, 'out'));
  mkdirSync(join(inside, 'other'));
  await requireWritable(inside);
  expect(existsSync(join(inside, 'out'))).toBe(true);
});
