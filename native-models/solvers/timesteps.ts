import { RequestError } from '../errors.ts';
import { linspace, roundHalfToEven } from './numeric.ts';

export const TIMESTEP_SPACINGS = ['leading', 'linspace', 'trailing'] as const;
export type TimestepSpacing = (typeof TIMESTEP_SPACINGS)[number];

export interface SpacingConfig {
  readonly num_train_timesteps: number;
  readonly timestep_spacing: TimestepSpacing;
  readonly steps_offset: number;
}

/** Which training timesteps the steps visit, falling (Lin et al. 2023, arXiv 2305.08891, Table 2). */
export function spacedTimesteps(config: SpacingConfig, steps: number): number[] {
  requireEnoughTimesteps(config, steps);
  return SPACINGS[config.timestep_spacing](config, steps);
}

/** The same for solvers that take fractional timesteps: 'linspace' is not rounded. */
export function fractionalTimesteps(config: SpacingConfig, steps: number): number[] {
  if (config.timestep_spacing !== 'linspace') return spacedTimesteps(config, steps);
  return linspace(0, config.num_train_timesteps - 1, steps)
    .map(Math.fround)
    .toReversed();
}

function requireEnoughTimesteps({ num_train_timesteps: n }: SpacingConfig, steps: number): void {
  if (steps > n) throw new RequestError(`${steps} steps, but the checkpoint was trained with ${n}: take at most ${n}`);
}

const SPACINGS: Record<TimestepSpacing, (config: SpacingConfig, steps: number) => number[]> = {
  leading: ({ num_train_timesteps: n, steps_offset }, steps) => {
    const ratio = Math.floor(n / steps);
    return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * ratio + steps_offset);
  },
  linspace: ({ num_train_timesteps: n }, steps) =>
    linspace(0, n - 1, steps)
      .map(roundHalfToEven)
      .toReversed(),
  trailing: ({ num_train_timesteps: n }, steps) => trailing(n, n, steps),
};

/** From `last` - 1 down in strides of n / steps. For some steps (61 of 1000) diffusers adds a timestep of -1: not here. */
export function trailing(last: number, n: number, steps: number): number[] {
  const ratio = n / steps;
  const count = Math.min(Math.ceil(last / ratio), steps);
  const stride = last - ratio - last;
  return Array.from({ length: count }, (_, i) => roundHalfToEven(last + i * stride) - 1);
}

/**
 * The first of `steps` that image-to-image makes; 0 for text-to-image (strength 1). diffusers' `get_timesteps`, which
 * cuts the list of timesteps there, PNDM's repeated one included.
 */
export function firstStep(steps: number, strength: number): number {
  const kept = Math.min(Math.trunc(steps * strength), steps);
  if (kept < 1) {
    throw new RequestError(`strength ${strength} of ${steps} steps leaves none: take more steps or a greater strength`);
  }
  return steps - kept;
}
