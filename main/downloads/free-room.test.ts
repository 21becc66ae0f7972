import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { connect } from './connection.ts';
import { fetchFile } from './fetch-file.ts';
import { startHub } from './hub.fixture.ts';
import { runDownload } from './run-download.ts';

const bytes = Buffer.alloc(100_000, 7);

async function anHub() {
  const hub = await startHub({ 'a/b': { files: { 'x.safetensors': bytes } } });
  onTestFinished(() => hub.close());
  const connection = connect({ hub: hub.address, proxy: null, token: null }, {});
  onTestFinished(() => connection.close());
  const signal = new AbortController().signal;
  return { connection, signal, on: () => {}, asked: hub.asked };
}
const at = { repository: 'a/b', commit: 'main', path: 'x.safetensors' };

test('what does not fit on the disk is refused before anything is fetched, with how much is missing', async () => {
  const { asked, ...options } = await anHub();
  const record = {
    id: 'one',
    createdAt: '',
    title: 'a/b',
    from: 'hub',
    target: ['a', 'b'],
    files: [{ path: 'x.safetensors', bytes: 1e17, checksum: null, at }],
    paused: false,
  };
  await expect(runDownload(record, { ...options, models: await temporaryFolder() })).rejects.toThrow(
    /The disk has no room: 100000000.00 GB are to come, and \d+\.\d\d GB are free/,
  );
  expect(asked).toEqual([]);
});

// A device that is always full.
test.skipIf(!existsSync('/dev/full'))('a disk that fills up meanwhile is said, and is not tried again', async () => {
  const target = join(await temporaryFolder(), 'x.safetensors');
  symlinkSync('/dev/full', `${target}.part`);
  const { asked, ...options } = await anHub();
  const file = { path: 'x.safetensors', bytes: bytes.length, checksum: null, at };
  await expect(fetchFile(file, target, options)).rejects.toMatchObject({
    message: expect.stringMatching(/^The disk is full: x\.safetensors does not fit/),
    passing: false,
  });
  expect(asked.filter(({ origin }) => origin === 'storage')).toHaveLength(1);
});
