import type { Run } from '../../../preload/contract/task.ts';
import { measure, type Measurements } from '../../runs/measurements.ts';

/** A recorded run in the numbers that comparisons reckon with. */
export function measurementsOf({ timings, seconds, unetSeconds, idealSpeedup, peakMemoryBytes }: Run): Measurements {
  return measure({ timings, seconds, unetSeconds, idealSpeedup, peakMemoryBytes });
}
