import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../base/problem.ts';
import { MIGRATIONS, openDatabase } from './database.ts';
import { runLike, temporaryFolder } from '../history.fixture.ts';
import { openHistory } from '../history.ts';

function places() {
  const folder = temporaryFolder();
  return { folder, path: join(folder, 'history.sqlite'), backups: join(folder, 'backups') };
}

/** The first form of the history with one run in it, written by hand. */
function writeFirstForm(path: string): void {
  const old = new Sqlite(path);
  MIGRATIONS[0]!.up(old);
  old.exec(`
    INSERT INTO runs (id, created_at, model_name, strategy_label, seed, group_id) VALUES (7, 1, 'emoji', 'none', 5, 'g');
    INSERT INTO run_details (run_id, purpose, settings, picture, baseline_key, is_full, seconds, unet_seconds,
      ideal_speedup, peak_memory_bytes, timings, warnings, note)
    VALUES (7, 'run', '{"prompt":"an old lighthouse","negativePrompt":"","strategy":null}', 'abc', 'k', 1, 1, 1, 1, 1, '[]', '[]', '雨の日');
    INSERT INTO run_tags VALUES ('seaside', 7);
    PRAGMA user_version = 1;
  `);
  old.close();
}

describe('a new database', () => {
  test('has the newest form, WAL and foreign keys, and needs no backup', () => {
    const { path, backups } = places();
    const database = openDatabase(path, backups);
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(existsSync(backups)).toBe(false);
    database.close();
  });

  test('is opened again as it is', () => {
    const { path, backups } = places();
    openDatabase(path, backups).close();
    openDatabase(path, backups).close();
    expect(existsSync(backups)).toBe(false);
  });
});

describe('an older database', () => {
  test('keeps its runs, can be searched, and has a backup in the old form', () => {
    const { folder, path, backups } = places();
    writeFirstForm(path);
    const history = openHistory(folder);
    for (const text of ['lighthouse', 'emoji', '雨', 'baseline', 'seaside']) {
      expect(history.runs.page({ filter: { text }, cursor: null, limit: 10 }).runs.map(({ id }) => id)).toEqual([7]);
    }
    expect(history.runs.get(7)).toMatchObject({ seconds: 1, tags: ['seaside'] });
    expect(history.runs.ids({}, 'shortest')).toEqual([7]);
    history.close();

    const [name, ...others] = readdirSync(backups);
    expect(others).toEqual([]);
    expect(name).toMatch(/^history-v1-\d{8}T\d{6}\.sqlite$/);
    const backup = new Sqlite(join(backups, name!), { readonly: true });
    expect(backup.pragma('user_version', { simple: true })).toBe(1);
    expect(backup.prepare('SELECT id FROM runs').pluck().all()).toEqual([7]);
    backup.close();
  });

  test('keeps what was measured, and what is still to be', () => {
    const { folder, path } = places();
    const old = new Sqlite(path);
    for (const migration of MIGRATIONS.slice(0, 5)) migration.up(old);
    const [full, other, same, small, waiting] = [1, 2, 3, 4, 5];
    const rows = [
      { id: full, baseline: null, psnr: null, ssim: null },
      { id: other, baseline: full, psnr: 31.5, ssim: 0.93 },
      { id: same, baseline: full, psnr: Number.POSITIVE_INFINITY, ssim: 1 },
      { id: small, baseline: full, psnr: 20, ssim: null },
      { id: waiting, baseline: full, psnr: null, ssim: null },
    ];
    const run =
      old.prepare(`INSERT INTO runs (id, created_at, model_name, strategy_label, seed, group_id, baseline_id, psnr)
      VALUES (@id, 1, 'emoji', 'none', 5, 'g', @baseline, @psnr)`);
    const details =
      old.prepare(`INSERT INTO run_details (run_id, purpose, settings, picture, baseline_key, is_full, seconds,
      unet_seconds, ideal_speedup, peak_memory_bytes, timings, warnings, ssim)
      VALUES (@id, 'run', @settings, 'abc', 'k', 0, 1, 1, 1, 1, '[]', '[]', @ssim)`);
    for (const row of rows) {
      run.run({ id: row.id, baseline: row.baseline, psnr: row.psnr });
      details.run({ id: row.id, ssim: row.ssim, settings: JSON.stringify(runLike().settings) });
    }
    old.pragma('user_version = 5');
    old.close();

    const history = openHistory(folder);
    const fidelityOf = (id: number) => history.runs.get(id).fidelity;
    expect(fidelityOf(full)).toBeNull();
    expect(fidelityOf(other)).toEqual({ identical: false, values: { psnr: 31.5, ssim: 0.93 } });
    expect(fidelityOf(same)).toEqual({ identical: true, values: { ssim: 1 } });
    expect(fidelityOf(small)).toEqual({ identical: false, values: { psnr: 20 } });
    expect(fidelityOf(waiting)).toBeNull();
    expect(history.runs.awaitingFidelity().map(({ id }) => id)).toEqual([waiting]);
    history.close();
  });

  test('stays as it was when a migration fails half-way', () => {
    const { path, backups } = places();
    writeFirstForm(path);
    const fails = {
      name: 'fails',
      up: (database: Sqlite.Database) => database.exec('DROP TABLE run_tags; SELECT no_such_function()'),
    };
    expect(() => openDatabase(path, backups, { migrations: [MIGRATIONS[0]!, fails] })).toThrow();
    const after = new Sqlite(path);
    expect(after.pragma('user_version', { simple: true })).toBe(1);
    expect(after.prepare('SELECT count(*) FROM run_tags').pluck().get()).toBe(1);
    after.close();
  });
});

describe('a database that cannot be opened', () => {
  test('of a newer program: says so, and is left alone', () => {
    const { path, backups } = places();
    const newer = new Sqlite(path);
    newer.pragma('user_version = 99');
    newer.close();
    const before = readFileSync(path);
    expect(() => openDatabase(path, backups)).toThrow(/version 99/);
    expect(readFileSync(path)).toEqual(before);
  });

  test('damaged: says where it is and what to do, and is left alone', () => {
    const { path, backups } = places();
    const damage = 'This was a database once. '.repeat(400);
    writeFileSync(path, damage);
    const problem = thrownBy(() => openDatabase(path, backups)) as Problem;
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.message).toContain(path);
    expect(problem.message).toContain('damaged');
    expect(problem.remedy).toContain(backups);
    expect(readFileSync(path, 'utf8')).toBe(damage);
  });

  test('damaged inside: says the same when that is met', () => {
    const { folder, path } = places();
    const before = openHistory(folder);
    for (let n = 0; n < 50; n += 1) before.runs.insert(runLike({}, { prompt: `fox ${n} `.repeat(500) }));
    before.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill('damage ', bytes.length >> 1, bytes.length));
    const read = () => {
      const history = openHistory(folder);
      try {
        history.runs.list({});
      } finally {
        history.close();
      }
    };
    expect(read).toThrow(/damaged/);
    expect(read).toThrow(/damaged/);
  });

  test('damaged: the data folder is not left claimed', () => {
    const { folder, path } = places();
    writeFileSync(path, 'x'.repeat(10_000));
    for (const _ of [1, 2]) expect(() => openHistory(folder)).toThrow(/damaged/);
  });

  test('in use by another studio: the second one is refused', () => {
    const { folder } = places();
    const first = openHistory(folder);
    expect(() => openHistory(folder)).toThrow(/another Heirloom/);
    first.close();
    openHistory(folder).close();
  });

  test('a folder in which nothing can be written is said, and not taken for one in use', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'in-use.sqlite')); // a folder cannot be opened as a file, not even by root
    expect(() => openHistory(folder)).toThrow(/in-use\.sqlite: the history cannot be used/);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
