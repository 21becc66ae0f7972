import { describe, expect, it } from 'vitest';
import { DdimConfig } from './ddim.ts';
import { DpmSolverConfig } from './dpmpp-2m.ts';
import { EulerConfig } from './euler.ts';
import { LcmConfig } from './lcm.ts';
import { PndmConfig } from './pndm.ts';
import { parseSchedulerConfig, stableDiffusionConfig } from './scheduler-config.ts';

describe('scheduler_config.json', () => {
  it('may have keys nobody knows, and null for what is not given', () => {
    const config = parseSchedulerConfig(DdimConfig, { trained_betas: null, sample_size: 64, steps_offset: 1 });
    expect(config).toMatchObject({ steps_offset: 1, beta_schedule: 'linear', timestep_spacing: 'leading' });
    expect(config).not.toHaveProperty('sample_size');
  });

  it.each([
    [PndmConfig, { prediction_type: 'sample' }, 'prediction_type is "sample"; expected epsilon or v_prediction. Only'],
    [PndmConfig, { skip_prk_steps: false }, 'skip_prk_steps is false; expected true. The Runge-Kutta warm-up'],
    [
      PndmConfig,
      { beta_schedule: 'sigmoid' },
      'beta_schedule is "sigmoid"; expected linear or scaled_linear or squared',
    ],
    [
      DpmSolverConfig,
      { algorithm_type: 'sde-dpmsolver++' },
      'algorithm_type is "sde-dpmsolver++"; expected dpmsolver++',
    ],
    [DpmSolverConfig, { solver_order: 3 }, 'solver_order is 3; expected 1 or 2. Set it to 2'],
    [DpmSolverConfig, { use_lu_lambdas: true }, 'use_lu_lambdas is true; expected false'],
    [DpmSolverConfig, { prediction_type: 'flow_prediction' }, 'prediction_type is "flow_prediction"'],
    [EulerConfig, { use_beta_sigmas: true }, 'use_beta_sigmas is true; expected false'],
    [EulerConfig, { num_train_timesteps: '1000' }, 'num_train_timesteps is "1000"; '],
    [EulerConfig, { _class_name: 'FlowMatchEulerDiscreteScheduler' }, 'belongs to a flow-matching checkpoint'],
    [EulerConfig, 'euler', 'expected a JSON object'],
    [DdimConfig, { beta_start: 1e-320 }, 'beta_start is 1e-320; '],
    [DdimConfig, { trained_betas: Array(3).fill(0) }, 'trained_betas is [0,0,0]; '],
    [
      EulerConfig,
      { num_train_timesteps: 1e8 },
      'num_train_timesteps is 100000000; expected a whole number from 2 to 10000',
    ],
    [EulerConfig, { num_train_timesteps: 0 }, 'num_train_timesteps is 0'],
    [EulerConfig, { sigma_max: 1e300 }, 'sigma_max is 1e+300; expected a number from'],
    [DdimConfig, { beta_start: 0 }, 'beta_start is 0; '],
    [DdimConfig, { beta_end: 1 }, 'beta_end is 1; '],
    [DdimConfig, { beta_end: 'NaN' }, 'beta_end is "NaN"; '],
    [DdimConfig, { trained_betas: [0.1, 2] }, 'trained_betas is [0.1,2]; expected a number from 1e-7 to 1'],
    [DdimConfig, { trained_betas: Array(20_000).fill(0.1) }, 'trained_betas is [0.1,0.1'],
    [DdimConfig, { steps_offset: 1e9 }, 'steps_offset is 1000000000; '],
    [DdimConfig, { clip_sample_range: -1 }, 'clip_sample_range is -1; '],
    [DdimConfig, { dynamic_thresholding_ratio: 2 }, 'dynamic_thresholding_ratio is 2; '],
    [LcmConfig, { original_inference_steps: 1e9 }, 'original_inference_steps is 1000000000; expected'],
    [LcmConfig, { timestep_scaling: 0 }, 'timestep_scaling is 0; '],
    [DpmSolverConfig, { variance_type: 'learned_range' }, 'variance_type is "learned_range"; expected fixed_small or'],
  ])('says what it cannot read (%#)', (schema, json, message) => {
    expect(() => parseSchedulerConfig(schema, json)).toThrow(`scheduler_config.json: `);
    expect(() => parseSchedulerConfig(schema, json)).toThrow(message);
  });

  it('says everything that is wrong, a line each', () => {
    const json = { beta_start: -1, prediction_type: 'sample' };
    expect(() => parseSchedulerConfig(PndmConfig, json)).toThrow(/beta_start is -1.*\n.*prediction_type/);
  });

  it('is corrected as Stable Diffusion pipelines do', () => {
    expect(stableDiffusionConfig({ steps_offset: 0, beta_end: 0.012 })).toEqual({
      steps_offset: 1,
      clip_sample: false,
      beta_end: 0.012,
    });
  });
});
