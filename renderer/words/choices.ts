/** Settings of a strategy as choices, with what each does. */
export const INT8_MEANS =
  'The UNet in 8 bits: an approximation, on the CPU about 1.2 times as fast for Stable Diffusion 1.5.';

export const PRECISION_OPTIONS = [
  { value: 'float32', label: 'Float32', hint: 'As the baseline computes.' },
  { value: 'int8', label: 'Int8', hint: INT8_MEANS },
] as const;

export const SEMANTICS_OPTIONS = [
  { value: 'residual', label: 'Residual', hint: 'An inherited unit adds its last F to what reaches it now' },
  { value: 'boundary', label: 'Boundary', hint: 'What feeds only inherited units is not computed at all' },
] as const;
