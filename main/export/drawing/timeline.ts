/** The calls of a run from left to right: full ones solid and tall, stretches of inherit ones hatched and low. */
import type { StepKind } from '../../../native-models/vocabulary.ts';
import type { Box, Context } from './drawing.ts';
import { hatched, solid } from './drawing.ts';
import type { Palette } from './palette.ts';

/** An inherit step does less: its bar is lower. */
const INHERIT_HEIGHT = 0.6;

export interface Stretch {
  readonly step: StepKind;
  readonly from: number;
  readonly length: number;
}

/** Every full call on its own; inherit calls in a row as one. */
export function stretches(calls: readonly StepKind[]): readonly Stretch[] {
  const found: { step: StepKind; from: number; length: number }[] = [];
  for (const [call, step] of calls.entries()) {
    const last = found.at(-1);
    if (step === 'inherit' && last?.step === 'inherit') last.length += 1;
    else found.push({ step, from: call, length: 1 });
  }
  return found;
}

/** Draws a run's calls into a box, each as wide as any other. */
export function drawTimeline(context: Context, calls: readonly StepKind[], box: Box, palette: Palette): void {
  const pitch = box.width / calls.length;
  const gap = Math.min(1.5, pitch * 0.3);
  for (const { step, from, length } of stretches(calls)) {
    const height = step === 'full' ? box.height : box.height * INHERIT_HEIGHT;
    const bar = { x: box.x + from * pitch, y: box.y + box.height - height, width: length * pitch - gap, height };
    if (step === 'full') solid(context, bar, 1, palette);
    else hatched(context, bar, 1, palette, 3);
  }
}
