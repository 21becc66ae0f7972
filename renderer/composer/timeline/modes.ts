import { FULL, parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../../native-models/strategy/strategy.ts';

/** The buttons above the timeline: the paper's modes. Any other period or tail is set beside them. */
export const MODE_BUTTONS: readonly { readonly label: string; readonly mode: SamplingMode; readonly hint: string }[] = [
  { label: 'Full', mode: FULL, hint: 'Every call is computed in full: no inheritance in time.' },
  { label: 'P2†', mode: parseMode('P2+'), hint: 'Every 2nd call is full, and the last 10.' },
  { label: 'P5†', mode: parseMode('P5+'), hint: 'Every 5th call is full, and the last 10, which finish the details.' },
  {
    label: 'P5',
    mode: parseMode('P5'),
    hint: 'Every 5th call is full, to the end: faster, and further from the baseline.',
  },
];

/** `last 10 full (†)`, as the timeline writes under its tail; null without one. */
export function tailNote(mode: SamplingMode, calls: number): { readonly from: number; readonly text: string } | null {
  if (mode.kind !== 'periodic' || mode.period === 1 || mode.tail === 0) return null;
  const tail = Math.min(mode.tail, calls);
  return { from: calls - tail, text: `last ${tail} full (†)` };
}
