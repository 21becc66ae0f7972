/** The words that are explained where they stand: two sentences each, the drawing and the page of a concept. */
import type { ConceptId } from './concepts.ts';

export interface Term {
  readonly title: string;
  /** Two sentences. */
  readonly said: string;
  readonly concept: ConceptId;
}

export const TERMS = {
  inheritance: {
    title: 'Inherit',
    said: 'A unit that inherits adds the F of an earlier call instead of computing its own. F hardly changes between neighbouring calls, so the picture hardly does.',
    concept: 'inheritance',
  },
  unit: {
    title: 'Unit',
    said: 'The smallest thing a mask controls: one ResUnit or one AttnUnit of the UNet. It is called by block, layer and kind, as up3.1.attn.',
    concept: 'inheritance',
  },
  'inherit-step': {
    title: 'Inherit step',
    said: 'A denoiser call that computes the amber units only, and takes the rest from the last full step. Its cost is the share of a full step’s arithmetic that is left.',
    concept: 'steps',
  },
  'full-calls': {
    title: 'Full and inherit calls',
    said: 'At a full call every unit is computed, and what later calls need is kept. The more calls inherit, the faster the run and the further from the baseline.',
    concept: 'modes',
  },
  mode: {
    title: 'Sampling mode',
    said: 'P5: every fifth call is full, the others inherit. With the dagger, P5†, the last ten calls are full as well, which finish the details.',
    concept: 'modes',
  },
  presets: {
    title: 'Presets: CO6, LI1, …',
    said: 'Masks of the paper by name: CO6 computes the attention of the last block alone, LI1 all but a layer of each block. Whatever a preset does not compute inherits.',
    concept: 'presets',
  },
  standing: {
    title: 'Standing',
    said: 'How sure we are that a preset computes what the paper’s figure shows, which was not at hand. The (i) of its card gives the reasons.',
    concept: 'presets',
  },
  'set-signs': {
    title: 'Set, ∪, ∩, −',
    said: 'How a preset joins the mask that is there: replaces it, unites with it, keeps what both have, or takes its units out. Masks are sets of units that inherit.',
    concept: 'sets',
  },
  semantics: {
    title: 'Semantics',
    said: 'Residual adds the kept F to the input of now, as the paper’s equations do. Boundary cuts off what feeds only inherited units, as DeepCache does.',
    concept: 'semantics',
  },
  switching: {
    title: 'UNets by turns',
    said: 'Another UNet makes some of the calls, such as a smaller student of the model. Each turn begins with a full step, for features never cross.',
    concept: 'switching',
  },
  cache: {
    title: 'Feature cache',
    said: 'The memory that kept features take, from a full step until the last call that reads them. In 32-bit floats, for both halves of the guidance.',
    concept: 'cache',
  },
  ideal: {
    title: 'Ideal speed-up',
    said: 'What would be gained if time were arithmetic: multiply-accumulates of full calls over those that are left. What is measured falls a little short of it.',
    concept: 'speedup',
  },
  measured: {
    title: 'Measured speed-up',
    said: 'The time of the baseline over that of the strategy, on this machine, from prompt to last pixel. Several runs make a median.',
    concept: 'speedup',
  },
  macs: {
    title: 'Overlays, and MACs',
    said: 'MACs are multiply-accumulates: the arithmetic of a unit, as a share of a full step’s. Milliseconds and Change are measured by a calibration.',
    concept: 'speedup',
  },
  baseline: {
    title: 'Baseline',
    said: 'The same prompt, seed and settings with every call in full. Gain and price of a strategy are measured against it.',
    concept: 'steps',
  },
  psnr: {
    title: 'PSNR',
    said: 'How near each pixel is to the baseline’s, in decibels: above 40 the eye finds no difference. Below 25 it is another picture of the same thing.',
    concept: 'fidelity',
  },
  ssim: {
    title: 'SSIM',
    said: 'How alike edges and textures are to the baseline’s: 1 is the same picture. A picture that is only brighter keeps a high SSIM.',
    concept: 'fidelity',
  },
  rival: {
    title: 'Equal-time rival',
    said: 'Plain sampling with fewer steps, as many as fit into the time of the strategy. A strategy is worth having where it is nearer to the baseline than its rival.',
    concept: 'rival',
  },
  guidance: {
    title: 'Guidance, g',
    said: 'How far a call goes from the picture without the prompt to the one with it. Above 1 both are computed, so every call costs twice.',
    concept: 'guidance',
  },
  calls: {
    title: 'Denoiser calls',
    said: 'A call is one run of the UNet; strategies count calls, from 0. Most schedulers make one a step, PNDM one more.',
    concept: 'calls',
  },
  scheduler: {
    title: 'Scheduler',
    said: 'The solver that takes noise to picture, and the noise levels that it goes through. It decides how many calls a run of so many steps makes.',
    concept: 'calls',
  },
  precision: {
    title: 'Precision',
    said: 'What the UNet computes with: float32 as the baseline, or int8, which is faster on the CPU and an approximation. Its harm is measured like any strategy’s.',
    concept: 'precision',
  },
  seed: {
    title: 'Seed',
    said: 'The number that the first noise is made from: the same seed and settings make the same picture. A strategy and its baseline share it.',
    concept: 'seeds',
  },
  program: {
    title: 'Program',
    said: 'A strategy that says call by call what is computed, inherited, forecast or left out. It comes from a file; the first edit makes a mask and a mode of it.',
    concept: 'programs',
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermId = keyof typeof TERMS;

/** Whether an id from elsewhere, such as a metric's, has its words here. */
export function isTerm(id: string): id is TermId {
  return Object.hasOwn(TERMS, id);
}
