import { SAMPLER_IDS, type SamplerId } from '../vocabulary.ts';
import { describe, expect, it } from 'vitest';
import { createSampler, samplerFor } from './create-sampler.ts';

/** Stable Diffusion 1.5's file. */
const SD15 = {
  _class_name: 'PNDMScheduler',
  _diffusers_version: '0.6.0',
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
  clip_sample: false,
};

const stays = (x: Float32Array) => Promise.resolve(x);
const noNoise = () => new Float32Array(2);

describe('call indices', () => {
  it.each(SAMPLER_IDS)('of %s run from 0 to one before the number of timesteps', async (id) => {
    for (const strength of [1, 0.5]) {
      const sampler = createSampler(id, SD15, 10, { strength });
      const [asked, told] = [[] as number[], [] as number[]];
      const denoise = (x: Float32Array, call: number) => stays(x).finally(() => asked.push(call));
      await sampler.sample(denoise, Float32Array.of(1, 2), noNoise, (call) => told.push(call));
      expect(asked).toEqual([...sampler.timesteps.keys()]);
      expect(told).toEqual(asked);
    }
  });

  it('are steps + 1 for PNDM, which calls its second timestep twice', () => {
    expect(createSampler('pndm', SD15, 4).timesteps).toEqual([751, 501, 501, 251, 1]);
  });

  it('are as many as strength leaves of the steps', () => {
    expect(createSampler('ddim', SD15, 50, { strength: 0.3 }).timesteps).toHaveLength(15);
    expect(createSampler('pndm', SD15, 50, { strength: 0.3 }).timesteps).toHaveLength(16);
  });
});

describe('a scheduler other than the one the file was written for', () => {
  it("takes over the file's keys", () => {
    expect(createSampler('ddim', SD15, 2).timesteps).toEqual([501, 1]);
    expect(createSampler('dpmpp-2m', { ...SD15, timestep_spacing: 'leading' }, 3).timesteps).toEqual([751, 501, 251]);
  });

  it('takes its own defaults for keys that the file does not have', () => {
    expect(createSampler('euler', SD15, 3).timesteps).toEqual([999, 499.5, 0]);
  });

  it('leaves out what was only the default of the class that wrote the file', () => {
    const config = { ...SD15, timestep_spacing: 'leading', _use_default_values: ['timestep_spacing'] };
    expect(createSampler('euler', config, 3).timesteps).toEqual([999, 499.5, 0]);
  });

  it('takes no notice of keys that only the other one has', () => {
    const config = { ...SD15, algorithm_type: 'sde-dpmsolver++', solver_order: 3 };
    expect(createSampler('ddim', config, 2).timesteps).toEqual([501, 1]);
  });

  it('uses Karras sigmas as its id says, whatever the file says', () => {
    const [plain, karras] = [SD15, { ...SD15, use_karras_sigmas: true }];
    expect(createSampler('dpmpp-2m', karras, 5).timesteps).toEqual(createSampler('dpmpp-2m', plain, 5).timesteps);
    expect(createSampler('dpmpp-2m-karras', plain, 5).timesteps).not.toEqual(
      createSampler('dpmpp-2m', plain, 5).timesteps,
    );
  });
});

describe('noise', () => {
  it.each<[SamplerId, boolean]>([
    ['pndm', false],
    ['ddim', false],
    ['euler', false],
    ['euler-ancestral', true],
    ['dpmpp-2m', false],
    ['dpmpp-2m-karras', false],
    ['lcm', true],
  ])('is drawn by %s while sampling: %s', async (id, stochastic) => {
    const sampler = createSampler(id, SD15, 4);
    let draws = 0;
    await sampler.sample(stays, Float32Array.of(1, 2), () => (draws++, noNoise()));
    expect(sampler.stochastic).toBe(stochastic);
    expect(draws > 0).toBe(stochastic);
  });

  it('is added to a picture in proportion: at most as much as text-to-image starts from', () => {
    for (const id of SAMPLER_IDS) {
      const sampler = createSampler(id, SD15, 20, { strength: 0.6 });
      const [fromPicture, fromNoise] = sampler.addNoise(Float32Array.of(1, 0), Float32Array.of(0, 1));
      expect(fromPicture).toBeGreaterThan(0);
      expect(fromNoise).toBeLessThan(sampler.initNoiseSigma);
    }
  });
});

describe('dynamic thresholding', () => {
  it('looks at each picture of a batch alone', async () => {
    const config = { ...SD15, thresholding: true, sample_max_value: 5, dynamic_thresholding_ratio: 0.5 };
    const [dark, bright] = [Float32Array.of(0.1, 0.2, -0.3), Float32Array.of(4, -5, 6)];
    const sample = (x: Float32Array, batch: number) =>
      createSampler('ddim', config, 3, { batch }).sample(stays, x, noNoise);
    const together = await sample(Float32Array.of(...dark, ...bright), 2);
    expect([...together]).toEqual([...(await sample(dark, 1)), ...(await sample(bright, 1))]);
  });
});

describe('a run that cannot be made', () => {
  it.each([
    ['no steps', () => createSampler('ddim', SD15, 0), 'steps: expected a whole number from 1, found 0'],
    ['half a step', () => createSampler('ddim', SD15, 2.5), 'steps: expected a whole number from 1, found 2.5'],
    [
      'more steps than timesteps',
      () => createSampler('pndm', SD15, 1001),
      '1001 steps, but the checkpoint was trained',
    ],
    ['too many of LCM', () => createSampler('lcm', SD15, 51), 'distilled on 50'],
    ['a timestep too far', () => createSampler('ddim', SD15, 1000), 'timestep 1000 lies outside the 1000'],
    [
      'betas that do not fit',
      () => createSampler('ddim', { ...SD15, trained_betas: [0.1, 0.2] }, 2),
      'trained_betas has 2',
    ],
    [
      'betas that leave nothing',
      () => createSampler('ddim', { ...SD15, beta_start: 0.85 }, 2),
      /betas leave nothing of the picture from timestep \d+ on/,
    ],
    [
      'the same, rescaled',
      () => createSampler('ddim', { ...SD15, beta_start: 0.85, rescale_betas_zero_snr: true }, 2),
      /betas leave nothing of the picture from timestep \d+ on/,
    ],
    ['no strength', () => createSampler('ddim', SD15, 20, { strength: 0 }), 'strength: expected more than 0'],
    ['too much strength', () => createSampler('ddim', SD15, 20, { strength: 1.1 }), 'at most 1, found 1.1'],
    ['too little strength', () => createSampler('ddim', SD15, 20, { strength: 0.01 }), 'leaves none'],
    [
      'epsilon without signal',
      () => createSampler('ddim', { ...SD15, rescale_betas_zero_snr: true, timestep_spacing: 'trailing' }, 20),
      'cannot start from zero signal',
    ],
  ])('%s', (_name, make, message) => expect(make).toThrow(message));

  it('is not trailing with a number of steps that diffusers miscounts', () => {
    const { timesteps } = createSampler('ddim', { ...SD15, timestep_spacing: 'trailing' }, 61);
    expect(timesteps).toHaveLength(61);
    expect(timesteps.at(-1)).toBe(15);
  });
});

describe('the scheduler a file names', () => {
  it.each([
    ['PNDMScheduler', 'pndm'],
    ['DDIMScheduler', 'ddim'],
    ['EulerDiscreteScheduler', 'euler'],
    ['EulerAncestralDiscreteScheduler', 'euler-ancestral'],
    ['DPMSolverMultistepScheduler', 'dpmpp-2m'],
    ['LCMScheduler', 'lcm'],
    ['UniPCMultistepScheduler', null],
    ['toString', null],
  ])('%s is %s', (_class_name, id) => expect(samplerFor({ _class_name })).toBe(id));

  it('DPM++ with Karras sigmas has an id of its own', () => {
    const config = { _class_name: 'DPMSolverMultistepScheduler', use_karras_sigmas: true };
    expect(samplerFor(config)).toBe('dpmpp-2m-karras');
  });

  it('is none where nothing is named', () => expect(samplerFor(null)).toBe(null));
});
