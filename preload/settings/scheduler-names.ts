import { SAMPLER_IDS, type SamplerId } from '../../native-models/vocabulary.ts';

/** Schedulers as people see them written. */
export const SCHEDULER_NAMES = {
  pndm: 'PNDM',
  ddim: 'DDIM',
  euler: 'Euler',
  'euler-ancestral': 'Euler a',
  'dpmpp-2m': 'DPM++ 2M',
  'dpmpp-2m-karras': 'DPM++ 2M Karras',
  lcm: 'LCM',
} as const satisfies Readonly<Record<SamplerId, string>>;

/** A1111's own names, so that its "send to" finds the sampler. PLMS is its word for PNDM without Runge-Kutta steps. */
const IN_PARAMETERS: Readonly<Record<SamplerId, string>> = { ...SCHEDULER_NAMES, pndm: 'PLMS' };

/** As the parameters of a picture name it. */
export function schedulerInParameters(id: SamplerId): string {
  return IN_PARAMETERS[id];
}

/** The scheduler that parameters name, in any spelling; undefined where we have none of that name. */
export function schedulerOfParameters(name: string): SamplerId | undefined {
  const wanted = name.toLowerCase();
  return SAMPLER_IDS.find((id) => IN_PARAMETERS[id].toLowerCase() === wanted);
}
