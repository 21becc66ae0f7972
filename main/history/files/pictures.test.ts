import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';
import { PNG, temporaryFolder } from '../history.fixture.ts';
import { openPictures } from './pictures.ts';

function opened() {
  const folder = prepareDataFolder(temporaryFolder());
  return { folder, pictures: openPictures(folder) };
}

test('a picture is a file named by the sha256 of its bytes', async () => {
  const { folder, pictures } = opened();
  const bytes = PNG('fox');
  const id = await pictures.add(bytes);
  expect(id).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(pictures.locate(id)).toEqual({ folder: folder.pictures, path: join(id.slice(0, 2), `${id}.png`) });
  expect(await pictures.read(id)).toEqual(bytes);
});

test('the same bytes are kept once, also when added twice at a time', async () => {
  const { folder, pictures } = opened();
  const ids = await Promise.all([1, 2, 3].map(() => pictures.add(PNG('fox'))));
  expect(new Set(ids).size).toBe(1);
  const files = readdirSync(folder.pictures, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name)).toEqual([`${ids[0]}.png`]);
});

test('a file cut short by a power cut is written again', async () => {
  const { folder, pictures } = opened();
  const id = await pictures.add(PNG('fox'));
  writeFileSync(join(folder.pictures, id.slice(0, 2), `${id}.png`), '');
  await pictures.add(PNG('fox'));
  expect(await pictures.read(id)).toEqual(PNG('fox'));
});

test('what a crash left half written is no picture, and is swept away', async () => {
  const { folder, pictures } = opened();
  const id = await pictures.add(PNG('fox'));
  const half = join(folder.pictures, 'incoming', 'half.part');
  mkdirSync(join(folder.pictures, 'incoming'), { recursive: true });
  writeFileSync(half, 'half a pict');
  pictures.sweep();
  expect(existsSync(half)).toBe(false);
  expect(pictures.locate(id)).not.toBeNull();
});

test('a picture in the trash can still be seen, and comes back', async () => {
  const { folder, pictures } = opened();
  const id = await pictures.add(PNG('fox'));
  pictures.trash(id);
  pictures.trash(id);
  expect(pictures.locate(id)?.folder).toBe(folder.trash);
  expect(await pictures.read(id)).toEqual(PNG('fox'));
  pictures.restore(id);
  pictures.restore(id);
  expect(pictures.locate(id)?.folder).toBe(folder.pictures);
});

test('emptying the trash keeps what is needed', async () => {
  const { pictures } = opened();
  const [fox, cat] = [await pictures.add(PNG('fox')), await pictures.add(PNG('cat'))];
  pictures.trash(fox);
  pictures.trash(cat);
  expect(pictures.emptyTrash((id) => id === cat)).toBe(1);
  expect(pictures.locate(fox)).toBeNull();
  expect(pictures.locate(cat)).not.toBeNull();
});

test('only an id leads to a file', async () => {
  const { pictures } = opened();
  for (const id of ['', '.', 'A'.repeat(64), `${'a'.repeat(64)}/..`]) expect(pictures.locate(id)).toBeNull();
  await expect(pictures.read('b'.repeat(64))).rejects.toThrow(/not in/);
});

test('what is no PNG is refused', async () => {
  const { pictures } = opened();
  await expect(pictures.add(Buffer.from('GIF89a'))).rejects.toThrow(/not a PNG/);
});
