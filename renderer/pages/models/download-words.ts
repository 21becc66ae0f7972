/** What is said of a download, before it and while it runs. */
import type { Download, DownloadChoice, DownloadOffer } from '../../../preload/contract/download.ts';
import { bytes, seconds } from '../../words/labels.ts';

export function fits({ freeBytes }: DownloadOffer, choice: DownloadChoice): boolean {
  return choice.bytes <= freeBytes;
}

/** What stays where it is, and why. */
export function leftOut({ pickles }: DownloadOffer): string | null {
  if (pickles.length === 0) return null;
  const [first] = pickles;
  const what = pickles.length === 1 ? first : `${first} and ${pickles.length - 1} more`;
  return `Left out: ${what}. Python pickles can run any code when they are opened.`;
}

/** Half precision is a smaller download and a larger model: said before it is chosen. */
export function laterNeeds({ id, bytes: size }: DownloadChoice): string | null {
  if (id !== 'fp16' && id !== 'bf16') return null;
  return `On the processor it is converted once, which takes another ${bytes(2 * size)}.`;
}

/** 0 to 1. */
export function shareDownloaded({ doneBytes, totalBytes }: Download): number {
  return totalBytes > 0 ? doneBytes / totalBytes : 0;
}

/** `Fetching · 812 MB of 2.1 GB · 24 MB/s · 55 s left` */
export function progressWords(download: Download): string {
  const { state, phase, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = download;
  const amount = `${bytes(doneBytes)} of ${bytes(totalBytes)}`;
  if (state !== 'running') return `${STATES[state]} · ${amount}`;
  return [
    phase === 'checking' ? 'Checking what is here' : 'Fetching',
    amount,
    ...(bytesPerSecond ? [`${bytes(bytesPerSecond)}/s`] : []),
    ...(secondsLeft === null ? [] : [`${seconds(Math.max(1, Math.round(secondsLeft))).replace('.0', '')} left`]),
  ].join(' · ');
}

const STATES: Readonly<Record<Exclude<Download['state'], 'running'>, string>> = {
  waiting: 'Waits for its turn',
  paused: 'Paused',
  failed: 'Stopped',
  done: 'Done',
};
