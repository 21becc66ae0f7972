import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PNG, runLike, settingsLike, temporaryFolder } from '../history.fixture.ts';
import { type History, openHistory } from '../history.ts';

let history: History;
beforeEach(() => {
  history = openHistory(temporaryFolder());
});
afterEach(() => history.close());

const inTrash = (picture: string) => history.pictures.locate(picture)?.folder === history.folder.trash;

async function recorded(content: string, settings = {}) {
  const picture = await history.pictures.add(PNG(content));
  return history.runs.insert(runLike({ picture }, settings));
}

describe('the trash', () => {
  test('takes a run and its picture, and gives both back', async () => {
    const { id, picture } = await recorded('fox');
    await history.runs.trash([id]);
    expect(history.runs.list({})).toEqual([]);
    expect(history.runs.get(id).trashedAt).not.toBeNull();
    expect(inTrash(picture)).toBe(true);

    await history.runs.restore([id]);
    expect(history.runs.list({}).map((run) => run.id)).toEqual([id]);
    expect(history.runs.get(id).trashedAt).toBeNull();
    expect(inTrash(picture)).toBe(false);
    expect(await history.pictures.read(picture)).toEqual(PNG('fox'));
  });

  test('leaves the picture that another run has, or begins with', async () => {
    const start = await recorded('start');
    const twin = await recorded('twin');
    const alsoTwin = await recorded('twin');
    await recorded('end', { initImage: { picture: start.picture, strength: 0.5 } });
    await history.runs.trash([start.id, twin.id]);
    expect([start, twin].map(({ picture }) => inTrash(picture))).toEqual([false, false]);
    await history.runs.trash([alsoTwin.id]);
    expect(inTrash(twin.picture)).toBe(true);
    history.runs.emptyTrash();
    expect([start, twin].map(({ picture }) => history.pictures.locate(picture) !== null)).toEqual([true, false]);
  });

  test('leaves the picture that a queued task begins with', async () => {
    const start = await recorded('start');
    const settings = settingsLike({ initImage: { picture: start.picture, strength: 0.5 } });
    const [task] = history.tasks.add([{ work: { kind: 'generate', purpose: 'run', settings }, group: 'g' }]);
    await history.runs.trash([start.id]);
    history.runs.emptyTrash();
    expect(history.pictures.locate(start.picture)).not.toBeNull();
    expect(task?.state).toBe('queued');
  });

  test('is emptied for good, and only of what is in it', async () => {
    const kept = await recorded('kept');
    const gone = await recorded('gone');
    history.runs.update(gone.id, { tags: ['lost'] });
    await history.runs.trash([gone.id]);
    expect(history.runs.emptyTrash()).toEqual({ removed: 1 });
    expect(history.runs.emptyTrash()).toEqual({ removed: 0 });
    expect(() => history.runs.get(gone.id)).toThrow();
    expect(history.pictures.locate(gone.picture)).toBeNull();
    expect(await history.pictures.read(kept.picture)).toEqual(PNG('kept'));
    expect(history.runs.facets().tags).toEqual([]);
    expect((await recorded('next')).id).toBe(gone.id + 1);
  });

  test('a crash between row and file loses nothing', async () => {
    const { id, picture } = await recorded('fox');
    await history.runs.trash([id]);
    history.pictures.restore(picture);
    expect(await history.pictures.read(picture)).toEqual(PNG('fox'));
    await history.runs.restore([id]);
    expect(inTrash(picture)).toBe(false);

    await history.runs.trash([id]);
    history.pictures.restore(picture);
    history.runs.emptyTrash();
    expect(history.pictures.locate(picture)).toBeNull();
  });

  test('asked for what is not there does nothing', async () => {
    await history.runs.trash([1, 2]);
    await history.runs.restore([3]);
    expect(history.runs.emptyTrash()).toEqual({ removed: 0 });
  });
});
