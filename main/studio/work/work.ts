/** Every kind of work there is, each in a file of its own. What its tasks are made from is in the contract. */
import type { WorkTable } from '../../compute/work.ts';
import { calibrate } from './calibrate.ts';
import type { Surroundings } from './engine-settings.ts';
import { generate } from './generate.ts';

/** The table of work, at home in one studio. */
export function workOf(around: Surroundings): WorkTable {
  return { generate: generate(around), calibrate: calibrate(around) };
}
