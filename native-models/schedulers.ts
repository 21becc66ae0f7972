/**
 * The schedulers a run can choose from, by the ids that flags, rows and records have: what is said and known of each without
 * sampling. Pages import it, so what computes is elsewhere: a row for each in `solvers/solvers.ts`.
 */

/** Numbers that a person is offered. */
export interface Offered {
  /** What is set where nobody says otherwise: one of the others. */
  readonly usual: number;
  /** From the smallest on. */
  readonly quick: readonly number[];
}

/** All of a scheduler but its function. */
export interface SchedulerRow {
  /** As people see it written. */
  readonly title: string;
  /** A1111's name for it, where that is another: its "send to" finds the sampler by it. */
  readonly parametersName?: string;
  /** What other programs' settings call it besides; spaces, case, `-` and `_` do not count. */
  readonly othersNames?: readonly string[];
  /** What scheduler_config.json calls it. */
  readonly diffusersClass: string;
  /** Of two that are one class: the one that is meant where `use_karras_sigmas` is true. */
  readonly karras?: boolean;
  /** What to know before it is chosen. */
  readonly hint?: string;
  /** Of two that differ in the schedule alone: the one that A1111 means where its schedule is `Automatic`. */
  readonly automatic?: boolean;
  /**
   * Steps in which it makes a finished picture. By diffusers' documentation: 50 unless a pipeline is told otherwise, 20 to 30 of
   * Euler's, 20 of DPM++ 2M's, 1 to 8 of a model that was distilled for LCM, and 4 by its pipeline.
   */
  readonly steps: Offered;
  /** Guidance, where the usual is not for it: LCM's models have learned to do without, and burn at more than 2. */
  readonly guidance?: Offered;
  /** Denoiser calls of the last `made` (1 or more) of `steps` steps; left out: one for each. */
  calls?(made: number, steps: number): number;
}

/** The first is diffusers' default for Stable Diffusion; the order is that of lists on screen. */
export const SCHEDULERS = defined({
  pndm: {
    title: 'PNDM',
    // PLMS is PNDM without Runge-Kutta steps.
    parametersName: 'PLMS',
    diffusersClass: 'PNDMScheduler',
    hint: 'PNDM makes one denoiser call more than it has steps.',
    steps: { usual: 50, quick: [20, 30, 50] },
    // The first of all steps is made twice, wherever image-to-image starts.
    calls: (made, steps) => (steps > 1 ? made + 1 : made),
  },
  ddim: { title: 'DDIM', diffusersClass: 'DDIMScheduler', steps: { usual: 50, quick: [20, 30, 50] } },
  euler: {
    title: 'Euler',
    othersNames: ['k_euler'],
    diffusersClass: 'EulerDiscreteScheduler',
    steps: { usual: 25, quick: [20, 25, 30] },
  },
  'euler-ancestral': {
    title: 'Euler a',
    othersNames: ['euler_ancestral', 'k_euler_a', 'k_euler_ancestral'],
    diffusersClass: 'EulerAncestralDiscreteScheduler',
    steps: { usual: 25, quick: [20, 25, 30] },
  },
  'dpmpp-2m': {
    title: 'DPM++ 2M',
    othersNames: ['dpmpp_2m', 'k_dpmpp_2m'],
    diffusersClass: 'DPMSolverMultistepScheduler',
    steps: { usual: 20, quick: [15, 20, 25] },
  },
  'dpmpp-2m-karras': {
    title: 'DPM++ 2M Karras',
    // InvokeAI's.
    othersNames: ['dpmpp_2m_k', 'dpmpp_2m_karras', 'k_dpmpp_2m_karras'],
    diffusersClass: 'DPMSolverMultistepScheduler',
    karras: true,
    automatic: true,
    steps: { usual: 20, quick: [15, 20, 25] },
  },
  lcm: {
    title: 'LCM',
    diffusersClass: 'LCMScheduler',
    hint: 'For models that were distilled for LCM; others stay blurred.',
    steps: { usual: 4, quick: [4, 6, 8] },
    guidance: { usual: 1, quick: [1, 1.5, 2] },
  },
});

function defined<const Id extends string>(table: Readonly<Record<Id, SchedulerRow>>) {
  return table;
}
