import type { RgbImage } from '../image.ts';
import type { FloatType, PromptSyntax, SamplerId, Stage, StepKind } from '../vocabulary.ts';
import type { Plan } from '../strategy/plan.ts';
import type { Strategy } from '../strategy/strategy.ts';

/** What to make. One request makes `seeds.length` pictures in one batch, one per seed. */
export interface GenerationRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** How both are read; plain unless given. */
  readonly promptSyntax?: PromptSyntax;
  /** One seed a picture; 0 <= seed < 2^53. Only the low 32 bits count, as in torch's CPU generator. */
  readonly seeds: readonly number[];
  /** Pixels; multiples of the VAE's scale factor (8 for SD 1.x). */
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  /** Classifier-free guidance; at 1 or below the unconditional half is not computed. */
  readonly guidanceScale: number;
  readonly scheduler: SamplerId;
  /** null: every call is full, exactly as if inheritance did not exist. */
  readonly strategy: Strategy | null;
  /**
   * Image-to-image: the start picture (of width x height) and how far to go from it, 0 < strength <= 1. `notes`: what became of
   * the picture on its way here, told as warnings.
   */
  readonly initImage?: { readonly image: RgbImage; readonly strength: number; readonly notes?: readonly string[] };
  /** The autoencoder works tile by tile (vae/tiles.ts): less memory for large pictures. Off unless given. */
  readonly vaeTiling?: boolean;
}

export interface CallTiming {
  readonly call: number;
  /** Index into the plan's forms: the one that was run, a guard's where it tripped; null where nothing was computed. */
  readonly form: number | null;
  /** How much of the call that form computes. */
  readonly step: StepKind;
  /** Wall-clock seconds of the denoiser call alone (all of the batch and both guidance halves). */
  readonly seconds: number;
}

/** One of the parts that a stage is done in, counted from 1: a tile of the autoencoder's. */
export interface StagePart {
  readonly number: number;
  readonly of: number;
}

export type GenerationEvent =
  /** What each call will compute, before the first. */
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'stage'; readonly stage: Stage; readonly part?: StagePart }
  | { readonly kind: 'call'; readonly timing: CallTiming; readonly calls: number; readonly secondsLeft: number }
  /** Latents after a call, flat over the batch, for previews. Not to be kept: samplers may reuse them. */
  | { readonly kind: 'latents'; readonly call: number; readonly latents: Float32Array }
  | { readonly kind: 'warning'; readonly message: string };

export interface GenerationResult {
  readonly images: readonly RgbImage[];
  readonly plan: Plan;
  readonly timings: readonly CallTiming[];
  /**
   * Whole generation from the text encoder to the last pixel. Loading, tokenizing and warming up come before it, and what is done with
   * events (live previews) stops the clock.
   */
  readonly seconds: number;
  /** Sum of the denoiser calls. */
  readonly unetSeconds: number;
  /** Ideal speed-up of the UNet by MACs, 1 when nothing is inherited. */
  readonly idealSpeedup: number;
  /** What the device computed in. */
  readonly precision: FloatType;
  /** Of the process at the end of the run; see runtime/memory.ts. */
  readonly peakMemoryBytes: number;
  /** Units the strategy names that this UNet lacks, cut prompts and the like; a person should see them. */
  readonly warnings: readonly string[];
}
