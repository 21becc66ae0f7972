import type { SamplerId } from '../vocabulary.ts';
import { ddim } from './ddim.ts';
import { dpmpp2m } from './dpmpp-2m.ts';
import { euler } from './euler.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { lcm } from './lcm.ts';
import { pndm } from './pndm.ts';
import type { Scheduler } from './scheduler.ts';

/** What computes each scheduler of the table in `../schedulers.ts`. */
export const SOLVERS: Readonly<Record<SamplerId, Scheduler>> = {
  pndm,
  ddim,
  euler,
  'euler-ancestral': eulerAncestral,
  'dpmpp-2m': dpmpp2m(false),
  'dpmpp-2m-karras': dpmpp2m(true),
  lcm,
};
