import type { Json } from '../checkpoint/formats/recipe.ts';
import type { SafetensorsFile } from '../checkpoint/formats/safetensors.ts';

/** scheduler_config.json of SD 1.5 and of SD 2.1, but for what differs between them. */
const SCHEDULER = {
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
  clip_sample: false,
};

export type Prediction = 'epsilon' | 'v_prediction';

/** Takes the place of a scheduler that cannot end in pure noise, as PNDM cannot. */
const ZERO_SNR_SCHEDULER = 'DDIMScheduler';
const CANNOT_REACH_ZERO_SNR: ReadonlySet<string> = new Set(['PNDMScheduler']);

/**
 * The scheduler_config.json that a single file lacks.
 * @param className the scheduler that the family's makers chose.
 * @param unsaid what a file predicts that says nothing of it.
 */
export async function singleFileScheduler(
  file: SafetensorsFile,
  className: string,
  unsaid: (file: SafetensorsFile) => Prediction | Promise<Prediction>,
): Promise<Json> {
  const isRescaled = saysZeroSnr(file);
  const replaced = isRescaled && CANNOT_REACH_ZERO_SNR.has(className);
  return {
    ...SCHEDULER,
    _class_name: replaced ? ZERO_SNR_SCHEDULER : className,
    prediction_type: declared(file) ?? (await unsaid(file)),
    ...(isRescaled ? { rescale_betas_zero_snr: true } : {}),
  };
}

/**
 * Weights do not show what they predict. A file may say so: ModelSpec metadata, an empty tensor `v_pred`, or what
 * kohya's trainer notes.
 */
function declared({ metadata, tensors }: SafetensorsFile): Prediction | null {
  const said = metadata['modelspec.prediction_type'];
  if (said !== undefined) return said.startsWith('v') ? 'v_prediction' : 'epsilon';
  return tensors.has('v_pred') || metadata['ss_v_parameterization'] === 'True' ? 'v_prediction' : null;
}

/** Whether it was trained down to pure noise (arXiv 2305.08891): an empty tensor `ztsnr`, or kohya's note. */
function saysZeroSnr({ metadata, tensors }: SafetensorsFile): boolean {
  return tensors.has('ztsnr') || metadata['ss_zero_terminal_snr'] === 'True';
}
