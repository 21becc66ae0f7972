/** Where the denoiser calls are drawn: one bar each, in order. Knows no DOM; lengths are pixels. */
import { kindsOf, type Plan } from '../../../native-models/strategy/plan.ts';
import type { StepKind } from '../../../native-models/vocabulary.ts';

export interface CallBar {
  readonly call: number;
  readonly step: StepKind;
  /** The first call of a UNet that took over: full, whatever the mode says, for features never cross. */
  readonly starts: boolean;
  readonly x: number;
  readonly width: number;
}

export interface TimelineLayout {
  readonly width: number;
  readonly pitch: number;
  readonly bars: readonly CallBar[];
}

/** Narrower bars cannot be hit; longer runs scroll. */
const SMALLEST_PITCH = 6;
const LARGEST_PITCH = 44;

/** What is drawn of a planned call. */
export interface DrawnCall {
  readonly step: StepKind;
  readonly unet: number;
}

/** The calls of a plan as they are drawn. */
export function drawnCalls(plan: Plan): readonly DrawnCall[] {
  const kinds = kindsOf(plan);
  return plan.calls.map(({ call, unet }) => ({ step: kinds[call]!, unet }));
}

export function layoutTimeline(calls: readonly DrawnCall[], width: number): TimelineLayout {
  const pitch = Math.min(LARGEST_PITCH, Math.max(SMALLEST_PITCH, width / Math.max(1, calls.length)));
  const gap = pitch < 10 ? 1.5 : 3;
  return {
    width: pitch * calls.length,
    pitch,
    bars: calls.map(({ step, unet }, call) => ({
      call,
      step,
      starts: call > 0 && unet !== calls[call - 1]!.unet,
      x: call * pitch,
      width: pitch - gap,
    })),
  };
}

/** Of the bars with the ground that they stand on. */
const SMALLEST_HEIGHT = 58;
const LARGEST_HEIGHT = 150;
/** Beneath and above the bars: margins, the buttons, and the words at the foot. */
const AROUND_BARS = 82;

/** How high the bars are in a pane of this height, of which something else takes a part. */
export function barsHeight(pane: number, taken: number): number {
  return Math.round(Math.min(LARGEST_HEIGHT, Math.max(SMALLEST_HEIGHT, pane - AROUND_BARS - taken)));
}

/** The call under x, or the nearest: a stroke that leaves the picture still paints its end. */
export function callAt({ pitch, bars }: TimelineLayout, x: number): number {
  return Math.max(0, Math.min(bars.length - 1, Math.floor(x / pitch)));
}
