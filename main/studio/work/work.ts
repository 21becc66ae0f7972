/** Every kind of work there is, each in a file of its own. What its tasks are made from is in the contract. */
import type { WorkKind } from '../../../preload/contract/work.ts';
import type { KindOfWork, WorkTable } from '../../compute/work.ts';
import { calibrate } from './calibrate.ts';
import type { Surroundings } from './engine-settings.ts';
import { generate } from './generate.ts';

const WORK: Readonly<Record<WorkKind, (around: Surroundings) => KindOfWork>> = { generate, calibrate };

/** The table for the dispatcher of one studio. */
export function workOf(around: Surroundings): WorkTable {
  return Object.fromEntries(Object.entries(WORK).map(([kind, open]) => [kind, open(around)]));
}
