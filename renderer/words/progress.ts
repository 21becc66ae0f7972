import type { Progress } from '../stores/task-board.ts';
import { seconds } from './labels.ts';

/** 0 to 1: calls done of all. */
export function shareDone(progress: Progress | null): number {
  if (!progress || progress.call === null || !progress.calls) return 0;
  return (progress.call + 1) / progress.calls;
}

/** `Call 13 of 51 · inherit step · 8.2 s left`, and before the first and after the last what else is being done. */
export function progressInWords(progress: Progress | null): string {
  if (!progress) return 'Starting';
  if (progress.stage !== null || progress.call === null || !progress.calls) return progress.stage ?? 'Starting';
  const left = progress.secondsLeft ? ` · ${seconds(progress.secondsLeft)} left` : '';
  return `Call ${progress.call + 1} of ${progress.calls} · ${progress.step} step${left}`;
}
