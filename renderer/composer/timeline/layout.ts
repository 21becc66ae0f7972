/** Where the denoiser calls are drawn: one cell each, in order. Knows no DOM. */
import type { StepKind } from '../../../native-models/strategy/plan.ts';

export interface CallCell {
  readonly call: number;
  readonly step: StepKind;
  readonly x: number;
  readonly width: number;
}

export interface TimelineLayout {
  readonly width: number;
  readonly pitch: number;
  readonly cells: readonly CallCell[];
}

/** Narrower cells cannot be hit; longer runs scroll. */
const SMALLEST_PITCH = 6;
const LARGEST_PITCH = 28;

export function layoutTimeline(steps: readonly StepKind[], width: number): TimelineLayout {
  const pitch = Math.min(LARGEST_PITCH, Math.max(SMALLEST_PITCH, width / Math.max(1, steps.length)));
  const gap = pitch < 10 ? 1.5 : 3;
  return {
    width: pitch * steps.length,
    pitch,
    cells: steps.map((step, call) => ({ call, step, x: call * pitch, width: pitch - gap })),
  };
}

/** The call under x, or the nearest: a stroke that leaves the picture still paints its end. */
export function callAt({ pitch, cells }: TimelineLayout, x: number): number {
  return Math.max(0, Math.min(cells.length - 1, Math.floor(x / pitch)));
}
