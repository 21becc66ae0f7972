import type { SamplerId } from '../../native-models/vocabulary.ts';

/** Schedulers as people see them written. */
export const SCHEDULER_NAMES: Readonly<Record<SamplerId, string>> = {
  pndm: 'PNDM',
  ddim: 'DDIM',
  euler: 'Euler',
  'euler-ancestral': 'Euler a',
  'dpmpp-2m': 'DPM++ 2M',
  'dpmpp-2m-karras': 'DPM++ 2M Karras',
  lcm: 'LCM',
};
