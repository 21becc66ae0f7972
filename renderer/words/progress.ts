import type { StepKind } from '../../native-models/vocabulary.ts';

/** How far a task is, in words. */
import { seconds } from './labels.ts';

/** What is known of a task's calls: as much as is said of them. */
export interface Progress {
  /** In words; null while a call is under way. */
  readonly stage: string | null;
  /** The call under way or last done; null before the first. */
  readonly call: number | null;
  readonly calls: number | null;
  readonly step: StepKind | null;
  readonly secondsLeft: number | null;
}

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

/** What an engine says it is at, before its first call and after its last, in words. */
const STAGES: Readonly<Record<string, string>> = {
  load: 'Loading',
  'check-weights': 'Checking weights',
  'convert-weights': 'Converting weights',
  'warm-up': 'Warming up',
  'encode-prompt': 'Reading the prompt',
  'encode-image': 'Reading the start picture',
  denoise: 'Denoising',
  decode: 'Decoding',
};

/** `Converting weights: unet/model.safetensors 12%` */
export function stageInWords({ stage, detail }: { readonly stage: string; readonly detail: string | null }): string {
  const name = STAGES[stage] ?? stage;
  return detail ? `${name}: ${detail}` : name;
}
