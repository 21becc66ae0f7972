/** Every key of a scheduler_config.json, whichever class wrote it: `XScheduler.from_config` hands over what X knows. */
import { type KeyTable, keyWarnings, rows } from '../key-table.ts';

/** What a step adds back, where the UNet does not predict it. */
export const FIXED_VARIANCES = ['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log'] as const;

/** `used`: by the schema of each scheduler whose class reads it. */
export const SCHEDULER_KEYS: KeyTable = {
  ...rows('num_train_timesteps beta_start beta_end beta_schedule trained_betas prediction_type steps_offset', 'used'),
  ...rows('timestep_spacing timestep_type timestep_scaling original_inference_steps', 'used'),
  ...rows('rescale_betas_zero_snr set_alpha_to_one clip_sample clip_sample_range skip_prk_steps', 'used'),
  ...rows('thresholding dynamic_thresholding_ratio sample_max_value', 'used'),
  ...rows('use_karras_sigmas use_exponential_sigmas use_beta_sigmas use_lu_lambdas use_flow_sigmas', 'used'),
  ...rows('sigma_min sigma_max final_sigmas_type interpolation_type lambda_min_clipped', 'used'),
  ...rows('solver_order solver_type algorithm_type lower_order_final euler_at_final', 'used'),

  variance_type: {
    unread:
      'only DPM++ reads it, and refuses it: no Stable Diffusion pipeline can read a variance that the UNet predicts',
    silent: [null, ...FIXED_VARIANCES],
  },
  ...rows('flow_shift use_dynamic_shifting time_shift_type shift_terminal', {
    harmless: 'of flow matching, which prediction_type or use_flow_sigmas would ask for, and both are refused',
  }),
  ...rows('predict_x0 solver_p disable_corrector rho sigma_data sigma_schedule noise_sampler_seed', {
    harmless: 'of a scheduler that Heirloom lacks, and says so: the one in its place does not know it',
  }),
};

/** @param source what messages call the file. */
export function schedulerWarnings(config: unknown, source: string): readonly string[] {
  return keyWarnings(Object(config), SCHEDULER_KEYS, source);
}
