import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder, slug, writeNew, writeOver } from './files.ts';

const folder = async () => await mkdtemp(join(tmpdir(), 'heirloom-files-'));

describe('file names', () => {
  it.each([
    ['A red fox, jumping!', 'a-red-fox-jumping'],
    ['лиса в снегу', 'лиса-в-снегу'],
    ['../../etc/passwd', 'etc-passwd'],
    ['CO6 P5+', 'co6-p5+'],
    ['???', 'picture'],
    ['', 'picture'],
  ])('%j is %s', (text, expected) => expect(slug(text)).toBe(expected));

  it('end at a word when they are long', () => {
    const cut = slug('a watercolour fox in the snow in the very early morning light');
    expect(cut).toBe('a-watercolour-fox-in-the-snow-in-the-very-early');
    expect(slug('x'.repeat(300))).toHaveLength(48);
  });
});

describe('files', () => {
  it('never take the place of others, even at once', async () => {
    const path = join(await folder(), 'deep', 'fox.png');
    const paths = await Promise.all(['a', 'b', 'c', 'd'].map((text) => writeNew(path, text)));
    expect(paths.map((one) => basename(one)).toSorted()).toEqual(['fox-2.png', 'fox-3.png', 'fox-4.png', 'fox.png']);
    const contents = await Promise.all(paths.map((one) => readFile(one, 'utf8')));
    expect(contents).toEqual(['a', 'b', 'c', 'd']);
  });

  it('replace what was there when that is meant, and leave nothing else behind', async () => {
    const inside = await folder();
    await writeOver(join(inside, 'grid.png'), 'one');
    await writeOver(join(inside, 'grid.png'), 'two');
    expect(await readdir(inside)).toEqual(['grid.png']);
    expect(await readFile(join(inside, 'grid.png'), 'utf8')).toBe('two');
  });

  it('say why they cannot be written', async () => {
    const inside = await folder();
    await writeOver(join(inside, 'file'), '');
    await expect(writeNew(join(inside, 'file', 'fox.png'), '')).rejects.toThrow(/file: it is a file/);
  });

  it('get a folder of their own', async () => {
    const inside = await folder();
    const made = [await newFolder(join(inside, 'comparison')), await newFolder(join(inside, 'comparison'))];
    expect(made.map((one) => basename(one))).toEqual(['comparison', 'comparison-2']);
  });
});
