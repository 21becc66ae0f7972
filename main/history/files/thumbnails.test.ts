import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';
import { temporaryFolder } from '../history.fixture.ts';
import { openPictures, type PictureFile } from './pictures.ts';
import { openThumbnails } from './thumbnails.ts';

/** Left half red, right half blue. */
function halves(width: number, height: number): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  for (const [at, colour] of ['#ff0000', '#0000ff'].entries()) {
    context.fillStyle = colour;
    context.fillRect((at * width) / 2, 0, width / 2, height);
  }
  return canvas.encodeSync('png');
}

function opened() {
  const folder = prepareDataFolder(temporaryFolder());
  const pictures = openPictures(folder);
  return { folder, pictures, thumbnails: openThumbnails(folder.cache, pictures) };
}

const bytesOf = (file: PictureFile | null) => readFileSync(join(file!.folder, file!.path));
const filesIn = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    : [];

test('a thumbnail is the whole picture, small', async () => {
  const { pictures, thumbnails } = opened();
  const id = await pictures.add(halves(1200, 600));
  const image = await loadImage(bytesOf(await thumbnails.locate(id, 256)));
  expect([image.width, image.height]).toEqual([256, 128]);
  const canvas = createCanvas(256, 128);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const [left, right] = [20, 236].map((x) => [...context.getImageData(x, 64, 1, 1).data]);
  expect(left![0]).toBeGreaterThan(240);
  expect(left![2]).toBeLessThan(15);
  expect(right![0]).toBeLessThan(15);
  expect(right![2]).toBeGreaterThan(240);
});

test('a picture that is no larger is served as it is', async () => {
  const { pictures, thumbnails, folder } = opened();
  const bytes = halves(256, 256);
  const id = await pictures.add(bytes);
  expect(bytesOf(await thumbnails.locate(id, 256))).toEqual(bytes);
  expect(bytesOf(await thumbnails.locate(id, null))).toEqual(bytes);
  expect(filesIn(folder.cache)).toEqual([]);
});

test('asked for many times at once, each is made once; thrown away, it is made again', async () => {
  const { pictures, thumbnails, folder } = opened();
  const ids = await Promise.all([300, 400, 500].map((side) => pictures.add(halves(side, side))));
  const found = await Promise.all([...ids, ...ids].map((id) => thumbnails.locate(id, 128)));
  expect(
    filesIn(folder.cache)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(ids.map((id) => `${id}.jpg`).toSorted());
  rmSync(folder.cache, { recursive: true });
  expect(await thumbnails.locate(ids[0]!, 128)).toEqual(found[0]);
  expect(bytesOf(found[0]!).length).toBeGreaterThan(0);
});

test('those of deleted pictures are swept away, those of the trash are not', async () => {
  const { pictures, thumbnails, folder } = opened();
  const [kept, deleted] = await Promise.all([300, 400].map((side) => pictures.add(halves(side, side))));
  for (const id of [kept!, deleted!]) {
    await thumbnails.locate(id, 128);
    pictures.trash(id);
  }
  pictures.emptyTrash((id) => id === kept);
  await thumbnails.sweep();
  expect(filesIn(folder.cache).map(({ name }) => name)).toEqual([`${kept}.jpg`]);
});

test('no picture, no thumbnail', async () => {
  expect(await opened().thumbnails.locate('0'.repeat(64), 128)).toBeNull();
});

test('where no small picture can be written, the picture itself is shown', async () => {
  const { folder, pictures, thumbnails } = opened();
  const id = await pictures.add(halves(1200, 600));
  mkdirSync(folder.cache, { recursive: true });
  writeFileSync(join(folder.cache, 'thumbnails'), 'a file where a folder should be');
  expect(await thumbnails.locate(id, 256)).toEqual(pictures.locate(id));
});
