import type { Session } from '../runtime/session.ts';
import { createSampler } from '../solvers/create-sampler.ts';
import type { Sampler } from '../solvers/sampler.ts';
import { stableDiffusionConfig } from '../solvers/scheduler-config.ts';
import type { Architecture } from '../strategy/architecture.ts';
import { type Plan, planRun, type StepForm } from '../strategy/plan.ts';
import { architectureOf } from '../unet/config.ts';
import type { UNetSize } from '../unet/context.ts';
import { scaleFactorOf } from '../vae/config.ts';
import type { TextRole } from '../vocabulary.ts';
import { concatenate, type PromptEncoder } from './conditioning.ts';
import type { GenerationRequest } from './generation.ts';
import type { LoadedModel, LoadedUNet } from './loaded-model.ts';
import type { ModelSessions } from './model-sessions.ts';
import { TorchGenerator } from './noise.ts';
import { readPrompts, type ReadPrompts } from './read-prompts.ts';
import type { Steps } from './step.ts';

/** What a run is prepared from. */
export interface RunParts {
  readonly model: LoadedModel;
  readonly sessions: ModelSessions;
  /** One per UNet of the plan. */
  readonly unets: readonly LoadedUNet[];
}

export interface PrepareOptions {
  /** Left out: the request's strategy decides. */
  readonly planOf?: (calls: number, architectures: readonly Architecture[]) => Plan;
  /** Path and beginning of the name of a file for onnxruntime's profile of the UNet. */
  readonly profile?: string;
}

/** Everything that is decided or loaded before a run's clock starts, but for the autoencoder. */
export interface PreparedRun {
  readonly sampler: Sampler;
  readonly plan: Plan;
  /** Whether both halves of the guidance are computed: at a scale of 1 or below the prompt's alone is. */
  readonly guided: boolean;
  readonly steps: Steps;
  /** In latents, not pixels. */
  readonly latentSize: { readonly width: number; readonly height: number };
  readonly textEncoders: ReadonlyMap<TextRole, PromptEncoder>;
  readonly prompts: ReadPrompts;
  /** Of the text embedding that the UNet reads: 77 for each chunk of the prompts, with one CLIP. */
  readonly tokens: number;
  /** Those of the UNets, in the order in which the plan first needs them. */
  readonly denoisers: readonly Session[];
  /** One per seed, in the state that it starts in; see `noiseOf`. */
  readonly generators: readonly TorchGenerator[];
}

/**
 * Scheduler, plan and sessions of one run.
 * @throws StrategyError, RequestError or a configuration error that says what to change.
 */
export async function prepareRun(
  request: GenerationRequest,
  { model, sessions, unets }: RunParts,
  { planOf, profile }: PrepareOptions = {},
): Promise<PreparedRun> {
  const scaleFactor = scaleFactorOf(model.vae.config);
  const latentSize = { width: request.width / scaleFactor, height: request.height / scaleFactor };
  const guided = request.guidanceScale > 1;
  const batch = request.seeds.length;
  const strength = request.initImage?.strength;
  const sampler = createSampler(
    request.scheduler,
    stableDiffusionConfig(model.checkpoint.schedulerConfig),
    request.steps,
    { batch, ...(strength === undefined ? {} : { strength }) },
  );
  const decide = planOf ?? ((calls, architectures) => planRun(request.strategy, calls, architectures));
  const plan = decide(
    sampler.timesteps.length,
    unets.map(({ config }) => architectureOf(config)),
  );
  const prompts = readPrompts(request, model.textEncoders, guided);
  const tokens = prompts.chunks * model.tokens;
  const sizeOf = (halves: StepForm['halves']): UNetSize => ({
    ...latentSize,
    batch: batch * (guided && halves === 'both' ? 2 : 1),
    tokens,
  });
  const steps = sessions.steps(plan, unets, sizeOf, profile);
  const denoisers: Session[] = [];
  for (const form of formsInOrder(plan)) denoisers.push(await steps.of(form).session());
  const generators = request.seeds.map((seed) => new TorchGenerator(seed));
  const textEncoders = await sessions.textEncoders();
  return { sampler, plan, guided, steps, latentSize, textEncoders, prompts, tokens, denoisers, generators };
}

/** The next unit noise of a run's latents, a row per seed. */
export function noiseOf({ generators, latentSize }: PreparedRun, { vae }: LoadedModel): Float32Array {
  const length = vae.config.latentChannels * latentSize.width * latentSize.height;
  return concatenate(generators.map((generator) => generator.randn(length)));
}

/** The forms that calls of the plan certainly run, each once; a guard's are loaded when it trips. */
function formsInOrder({ calls }: Plan): readonly number[] {
  return [...new Set(calls.flatMap(({ form }) => (form === null ? [] : [form])))];
}
