import { expect, test } from 'vitest';
import type { Download, DownloadOffer } from '../../../preload/contract/download.ts';
import { fits, laterNeeds, leftOut, progressWords, shareDownloaded } from './download-words.ts';

const RUNNING: Download = {
  id: 'a',
  title: 'owner/name',
  from: 'hub.example',
  state: 'running',
  file: 'unet/x.safetensors',
  phase: 'fetching',
  doneBytes: 812e6,
  totalBytes: 2.1e9,
  bytesPerSecond: 24e6,
  secondsLeft: 53.7,
  note: null,
  problem: null,
};
const CHOICE = { id: 'fp16', title: 'Half precision', bytes: 2e9, files: [] };
const OFFER: DownloadOffer = { source: '', title: '', from: '', choices: [CHOICE], pickles: [], freeBytes: 2e9 };

test('a running download tells how much, how fast and how long yet', () => {
  expect(progressWords(RUNNING)).toBe('Fetching · 812 MB of 2.1 GB · 24 MB/s · 54 s left');
  expect(progressWords({ ...RUNNING, bytesPerSecond: null, secondsLeft: null })).toBe('Fetching · 812 MB of 2.1 GB');
  expect(progressWords({ ...RUNNING, phase: 'checking', bytesPerSecond: null, secondsLeft: null })).toMatch(
    /^Checking/,
  );
});

test('one that does not run says why, and how much of it is here', () => {
  expect(progressWords({ ...RUNNING, state: 'paused' })).toBe('Paused · 812 MB of 2.1 GB');
  expect(progressWords({ ...RUNNING, state: 'waiting' })).toMatch(/^Waits for its turn/);
  expect(shareDownloaded({ ...RUNNING, doneBytes: 1.05e9 })).toBe(0.5);
  expect(shareDownloaded({ ...RUNNING, totalBytes: 0 })).toBe(0);
});

test('what fits to the last byte fits', () => {
  expect(fits(OFFER, CHOICE)).toBe(true);
  expect(fits({ ...OFFER, freeBytes: 2e9 - 1 }, CHOICE)).toBe(false);
});

test('pickles are named, and so is the room that half precision takes later', () => {
  expect(leftOut(OFFER)).toBeNull();
  expect(leftOut({ ...OFFER, pickles: ['a.ckpt'] })).toMatch(/^Left out: a\.ckpt\. Python pickles can run any code/);
  expect(leftOut({ ...OFFER, pickles: ['a.ckpt', 'b.bin', 'c.bin'] })).toMatch(/a\.ckpt and 2 more/);
  expect(laterNeeds(CHOICE)).toMatch(/another 4\.0 GB/);
  expect(laterNeeds({ ...CHOICE, id: '' })).toBeNull();
});
