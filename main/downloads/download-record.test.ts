/** What was asked for, read from the disk again: whoever may have changed it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { type DownloadRecord, readRecords, workFolder, writeRecord } from './download-record.ts';

const RECORD: DownloadRecord = {
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  createdAt: '2026-10-05T12:00:00.000Z',
  title: 'a model',
  from: 'hub.example',
  target: ['owner', 'name@v2-fp16'],
  files: [{ path: 'unet/config.json', bytes: 2, checksum: null, at: { url: 'https://a.example/x', validator: null } }],
  paused: true,
};

test('it is read as it was written', async () => {
  const models = await temporaryFolder();
  await writeRecord(models, RECORD);
  expect(await readRecords(models)).toEqual([RECORD]);
});

test.each([
  { target: ['..', '..', 'etc'] },
  { target: ['/etc', 'x'] },
  { target: ['owner', ''] },
  { target: ['C:', 'x'] },
  { target: ['..\\x'] },
  { files: [{ ...RECORD.files[0]!, path: '../../x' }] },
  { files: [{ ...RECORD.files[0]!, path: '/etc/passwd' }] },
  { files: [{ ...RECORD.files[0]!, bytes: -1 }] },
])('one that would write elsewhere is none: %j', async (change) => {
  const models = await temporaryFolder();
  mkdirSync(workFolder(models, RECORD.id), { recursive: true });
  writeFileSync(join(workFolder(models, RECORD.id), 'job.json'), JSON.stringify({ ...RECORD, ...change }));
  expect(await readRecords(models)).toEqual([]);
});
