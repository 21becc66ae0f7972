import { linspace } from './numeric.ts';

export type SigmaRamp = (largest: number, smallest: number, count: number) => number[];

/** Karras et al. 2022 (arXiv 2206.00364, Eq. 5), rho = 7. */
export const karrasSigmas: SigmaRamp = (largest, smallest, count) => {
  const rho = 7;
  const [from, to] = [largest ** (1 / rho), smallest ** (1 / rho)];
  return linspace(0, 1, count).map((ramp) => (from + ramp * (to - from)) ** rho);
};

/** Equal steps in log(sigma). */
export const exponentialSigmas: SigmaRamp = (largest, smallest, count) =>
  linspace(Math.log(largest), Math.log(smallest), count).map(Math.exp);

export interface RampConfig {
  readonly use_karras_sigmas: boolean;
  readonly use_exponential_sigmas: boolean;
  readonly sigma_min?: number | undefined;
  readonly sigma_max?: number | undefined;
}

/** The ramp a configuration asks for between two sigmas (its own, where it names them); null: none. */
export function rampedSigmas(config: RampConfig, largest: number, smallest: number, count: number): number[] | null {
  const ramp = config.use_karras_sigmas ? karrasSigmas : config.use_exponential_sigmas ? exponentialSigmas : null;
  return ramp?.(config.sigma_max ?? largest, config.sigma_min ?? smallest, count) ?? null;
}

/** The (fractional) training timestep whose sigma this is: linear in log(sigma) between the table's. */
export function timestepOfSigma(sigma: number, table: Float32Array): number {
  const log = Math.log(Math.max(sigma, 1e-10));
  const logs = table.map(Math.log);
  const low = Math.min(
    Math.max(
      logs.findLastIndex((entry) => entry <= log),
      0,
    ),
    logs.length - 2,
  );
  const weight = (logs[low]! - log) / (logs[low]! - logs[low + 1]!);
  return low + Math.min(Math.max(weight, 0), 1);
}

/** Where the last step ends: at no noise, or at the least the network was trained with. */
export function finalSigma(config: { final_sigmas_type: 'zero' | 'sigma_min' }, table: Float32Array): number {
  return config.final_sigmas_type === 'zero' ? 0 : table[0]!;
}
