import { displayMode } from '../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../native-models/strategy/strategy.ts';

/** `P5†`; a painted timeline by how many of its calls are full, since the list itself would fill the screen. */
export function nameOfMode(mode: SamplingMode, calls: number): string {
  if (mode.kind === 'periodic') return displayMode(mode);
  return `${mode.fullCalls.filter((call) => call < calls).length} full`;
}
