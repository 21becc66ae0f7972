/** Samplers and schedules as A1111 (sd_samplers_kdiffusion.py: `DPM++ 2M` has `scheduler: karras`), ComfyUI and others name them. */
import { expect, test } from 'vitest';
import { SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { schedulerInParameters, schedulerOfParameters } from './scheduler-names.ts';

test.each(SAMPLER_IDS)('%s is found by the name that we write', (id) => {
  expect(schedulerOfParameters(schedulerInParameters(id))).toBe(id);
});

test.each([
  ['DPM++ 2M', undefined, 'dpmpp-2m'],
  ['DPM++ 2M', 'Automatic', 'dpmpp-2m-karras'],
  ['DPM++ 2M', 'Karras', 'dpmpp-2m-karras'],
  ['DPM++ 2M', 'Uniform', 'dpmpp-2m'],
  ['DPM++ 2M', 'Exponential', undefined],
  ['DPM++ 2M', 'SGM Uniform', undefined],
  ['DPM++ 2M Karras', 'Karras', 'dpmpp-2m-karras'],
  ['DPM++ 2M Karras', undefined, 'dpmpp-2m-karras'],
  ['DPM++ 2M SDE', 'Karras', undefined],
  ['Euler', 'Automatic', 'euler'],
  ['Euler', 'Karras', undefined],
  ['Euler a', 'Automatic', 'euler-ancestral'],
  ['Euler A', undefined, 'euler-ancestral'],
  ['PLMS', 'Automatic', 'pndm'],
  ['PNDM', undefined, 'pndm'],
  ['LCM', 'SGM Uniform', undefined],
  ['dpmpp_2m', 'karras', 'dpmpp-2m-karras'],
  ['dpmpp_2m', 'normal', 'dpmpp-2m'],
  ['euler_ancestral', 'normal', 'euler-ancestral'],
  ['k_euler_ancestral', 'native', 'euler-ancestral'],
  ['euler_a karras', undefined, undefined],
  ['dpm++2m karras', undefined, 'dpmpp-2m-karras'],
  ['constructor', undefined, undefined],
])('%s with the schedule %s is %s', (sampler, schedule, id) => {
  expect(schedulerOfParameters(sampler, schedule)).toBe(id);
});
