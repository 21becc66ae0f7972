import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LabelledAxis } from '../../../preload/contract/grid.ts';
import type { Model } from '../../../preload/contract/model.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import { A1111_FILES, A1111_TEXT } from '../../pictures/a1111-files.fixture.ts';
import { examplePicture } from '../../pictures/example-picture.fixture.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import { encodePng } from '../../pictures/picture.ts';
import { encodePicture } from '../../pictures/picture-file.ts';
import { PNG_SIGNATURE, withTexts } from '../../pictures/png-text.ts';
import { blackPng, chunk, disagreeingWebp, header, png, shortPng } from '../../pictures/probe/hostile.fixture.ts';
import { CO6, exampleSheets, SETTINGS } from '../../export/grid/sheets.fixture.ts';
import { sheetsPicture } from '../../export/grid/picture.ts';
import { openHistory } from '../../history/history.ts';
import type { PictureRecord } from '../../pictures/picture-record.ts';
import { readPicture } from './read-picture.ts';
import { Uploads } from './uploads.ts';

const model = (id: string, name: string, embedded = false) => ({ id, name, path: `/models/${id}`, embedded }) as Model;
const MODELS = [model('embedded', 'heirloom-emoji', true), model('there', 'SD 1.5')];
const STRATEGIES: LabelledAxis = { kind: 'strategy', values: [null, CO6], labels: ['baseline', 'CO6 P5†'] };
const SEEDS: LabelledAxis = { kind: 'seed', values: [7, 8, 9], labels: ['7', '8', '9'] };

async function here(models = MODELS) {
  const history = openHistory(await temporaryFolder());
  onTestFinished(() => history.close());
  return { history, models };
}

const { device: _, ...CARRIED } = SETTINGS;

test('a picture that came in pieces is read as the same picture, and nothing of it stays', async () => {
  const place = await here();
  const folder = join(await temporaryFolder(), 'uploads');
  const uploads = new Uploads(folder);
  const file = encodePng(examplePicture(64, 1, 0));
  const id = await uploads.add(null, file.subarray(0, 100));
  await uploads.add(id, file.subarray(100));
  expect((await readPicture(place, uploads.pathOf(id))).picture).toBe(await place.history.pictures.add(file));
  await uploads.remove(id);
  expect(readdirSync(folder)).toEqual([]);
  await expect(uploads.add(id, file)).rejects.toThrow('did not come whole');
});

test('pieces of more than a picture may have are refused, and those that nobody reads make way', async () => {
  const folder = join(await temporaryFolder(), 'uploads');
  const uploads = new Uploads(folder);
  const piece = new Uint8Array(50e6);
  const id = await uploads.add(null, piece);
  await uploads.add(id, piece);
  await expect(uploads.add(id, piece)).rejects.toThrow(/the file has 150 MB, and pictures are read up to/);
  expect(readdirSync(folder)).toEqual([]);
  const ids = await Promise.all(Array.from({ length: 12 }, () => uploads.add(null, new Uint8Array(1))));
  expect(readdirSync(folder)).toHaveLength(8);
  expect(() => uploads.pathOf(ids[0]!)).toThrow('did not come whole');
});

test.each(['png', 'jpeg', 'webp'] as const)(
  'a grid exported as %s gives its axes and what none varies',
  async (format) => {
    const { sheets, read } = exampleSheets([STRATEGIES, SEEDS]);
    const place = await here();
    const file = await sheetsPicture(sheets, format, 'dark', read);
    const found = await readPicture(place, file);
    expect(found).toMatchObject({ settings: CARRIED, notes: [] });
    expect(found.grid).toEqual({
      group: null,
      axes: [
        { kind: 'seed', values: [7, 8, 9] },
        { kind: 'strategy', values: [null, CO6] },
      ],
    });
    place.history.grids.add({ group: sheets.group, settings: SETTINGS, axes: [SEEDS, STRATEGIES] });
    expect((await readPicture(place, file)).grid!.group).toBe(sheets.group);
  },
);

test('a grid from before there was VAE tiling did without', async () => {
  const { sheets, read } = exampleSheets([SEEDS]);
  const { vaeTiling: _, ...old } = sheets.settings;
  const file = await sheetsPicture({ ...sheets, settings: old as RunSettings }, 'png', 'dark', read);
  expect((await readPicture(await here(), file)).settings).toEqual({ ...CARRIED, vaeTiling: false });
});

test('models of a grid from another machine are found by name, and those that are not here are said', async () => {
  const axis: LabelledAxis = { kind: 'modelId', values: ['a1', 'b2'], labels: ['SD 1.5', 'my merge'] };
  const { sheets, read } = exampleSheets([axis], { modelId: 'a1' });
  const file = await sheetsPicture({ ...sheets, modelName: 'SD 1.5' }, 'png', 'dark', read);
  const { settings, grid, notes } = await readPicture(await here(), file);
  expect(settings!.modelId).toBe('there');
  expect(grid!.axes).toEqual([{ kind: 'modelId', values: ['there'] }]);
  expect(notes).toEqual(['my merge is not in the list of models.']);
  const elsewhere = await readPicture(await here([]), file);
  expect(elsewhere.settings).not.toHaveProperty('modelId');
  expect(elsewhere.grid!.axes).toEqual([]);
});

test('a picture that began with another brings that along', async () => {
  const start = examplePicture(64, 3, 0);
  const { modelId: _, strategy, device, ...settings } = SETTINGS;
  const record = {
    ...settings,
    version: 1,
    program: { name: 'heirloom', version: '0.1.0' },
    created: '2026-10-05T12:00:00.000Z',
    model: { name: 'heirloom-emoji', path: null, fingerprint: 'f' },
    device,
    strategy,
    initImage: { strength: 0.6 },
    measured: { seconds: 1, unetSeconds: 1, idealSpeedup: 1 },
  } as unknown as PictureRecord;
  const place = await here();
  const file = encodePicture(examplePicture(64, 1, 0), record, start);
  const { settings: read, notes } = await readPicture(place, file);
  expect(read).toMatchObject({
    modelId: 'embedded',
    seed: SETTINGS.seed,
    initImage: { strength: 0.6 },
    vaeTiling: false,
  });
  expect(notes).toEqual([]);
  const kept = await place.history.pictures.read(read!.initImage!.picture);
  expect((await decoder.pixels(kept, 'start')).pixels).toEqual(start.pixels);
});

const A1111 = {
  ...A1111_FILES,
  png: withTexts(encodePng(examplePicture(64, 1, 0)), [{ keyword: 'parameters', text: A1111_TEXT, encoding: 'utf8' }]),
};

test.each(['png', 'jpeg', 'webp'] as const)('settings that A1111 wrote into a %s are read', async (format) => {
  const { settings, notes } = await readPicture(await here(), A1111[format]);
  expect(settings).toMatchObject({ prompt: 'a fox, 狐 "red"', negativePrompt: 'blurry', steps: 20, seed: 42 });
  expect(notes[0]).toBe("These are the settings of AUTOMATIC1111's web UI.");
});

test('what a record has that no run can have today is named', async () => {
  const { modelId: _, strategy, device, initImage: __, ...settings } = SETTINGS;
  const record = {
    ...settings,
    steps: 2000,
    width: 9000,
    version: 1,
    program: { name: 'heirloom', version: '0.1.0' },
    created: '2026-10-05T12:00:00.000Z',
    model: { name: 'heirloom-emoji', path: null, fingerprint: 'f' },
    device,
    strategy,
    initImage: null,
    measured: { seconds: 1, unetSeconds: 1, idealSpeedup: 1 },
  } as unknown as PictureRecord;
  const { settings: read, notes } = await readPicture(
    await here(),
    encodePicture(examplePicture(64, 1, 0), record, null),
  );
  expect(read).toMatchObject({ prompt: SETTINGS.prompt, seed: SETTINGS.seed });
  for (const key of ['steps', 'width', 'height']) expect(read).not.toHaveProperty(key);
  expect(notes).toEqual(['Not possible here: Width 9000 (8 to 8192); Steps 2000 (1 to 1000).']);
});

test.each([
  ['larger than any that is read', png(chunk('IHDR', header(9000, 9000)), chunk('IDAT', Buffer.alloc(8)))],
  ['cut in its pixels', shortPng(20)],
])('a picture that is %s gives its settings, and says that it is not kept', async (_, file) => {
  const place = await here();
  await expect(readPicture(place, file)).rejects.toThrow(/^the dropped file: /);
  const carrying = withTexts(file, [{ keyword: 'parameters', text: A1111_TEXT, encoding: 'utf8' }]);
  const { picture, settings, notes } = await readPicture(place, carrying);
  expect(picture).toBeNull();
  expect(settings).toMatchObject({ steps: 20, seed: 42 });
  expect(notes.at(-1)).toMatch(/^The picture itself is not kept: the dropped file: (9000x9000|not a picture)/);
});

test('a file that would harm whoever decodes it is refused, and nothing is kept', async () => {
  const place = await here();
  for (const file of [PNG_SIGNATURE, blackPng(12_000, 12_000), disagreeingWebp(), Buffer.from('<svg/>')]) {
    await expect(readPicture(place, file)).rejects.toThrow(/^the dropped file: (not a picture|12000x12000)/);
  }
});

test('a picture that says nothing is kept all the same', async () => {
  const place = await here();
  const { picture, settings, grid, notes } = await readPicture(place, encodePng(examplePicture(64, 1, 0)));
  expect({ settings, grid, notes }).toEqual({
    settings: null,
    grid: null,
    notes: ['This picture carries no settings.'],
  });
  expect(place.history.pictures.locate(picture!)).not.toBeNull();
});

test('what is only looked at leaves no file behind; what is used is kept whole', async () => {
  const place = await here();
  const file = encodePng(examplePicture(16, 1, 0));
  expect(await readPicture(place, file, false)).toMatchObject({ picture: null, settings: null });
  const id = createHash('sha256').update(file).digest('hex');
  expect(place.history.pictures.locate(id)).toBeNull();
  expect((await readPicture(place, file)).picture).toBe(id);
  expect(await place.history.pictures.read(id)).toEqual(file);
});
