import { realpath } from 'node:fs/promises';
import type { OpenOptions } from '../checkpoint/open.ts';
import { assertAvailable, type DeviceId, type DeviceOptions } from '../runtime/device.ts';
import { watchPeakMemory } from '../runtime/memory.ts';
import { selfTest } from '../runtime/self-test.ts';
import { createSession, type Session } from '../runtime/session.ts';
import { SessionCache } from '../runtime/session-cache.ts';
import type { Architecture } from '../strategy/architecture.ts';
import { idealSpeedup } from '../strategy/cost.ts';
import { type Plan, planRun } from '../strategy/plan.ts';
import { unetsOf } from '../strategy/switching.ts';
import { buildTextEncoder } from '../text-encoder/text-encoder.ts';
import { architectureOf } from '../unet/config.ts';
import { inheritCost, oneHalf, unetCost } from '../unet/cost.ts';
import { inheritanceOf } from '../unet/inheritance.ts';
import type { UNetSize } from '../unet/unet.ts';
import { scaleFactorOf } from '../vae/config.ts';
import { buildVaeDecoder } from '../vae/decoder.ts';
import { buildVaeEncoder } from '../vae/encoder.ts';
import { concatenate, encodePrompts } from './conditioning.ts';
import { createSampler, samplerFor } from './create-sampler.ts';
import { followPlan } from './denoise.ts';
import type { CallTiming, GenerationEvent, GenerationRequest, GenerationResult } from './generation.ts';
import { decodeLatents, encodeImage } from './latents.ts';
import { type LoadedModel, loadModel, loadUNet } from './loaded-model.ts';
import { TorchGenerator } from './noise.ts';
import { assertRequest } from './request.ts';
import type { Sampler, SamplerId } from './sampler.ts';
import { stableDiffusionConfig } from './scheduler-config.ts';
import { type UNetNetwork, type UNetSteps, unetSteps } from './unet-steps.ts';

export interface PipelineOptions extends OpenOptions {
  readonly device: DeviceId;
  /** Threads within an operator; 0: onnxruntime's choice. */
  readonly threads?: number;
  /** Loaded networks kept warm. */
  readonly sessions?: number;
}

export interface PipelineModel {
  readonly name: string;
  /** Real path: the same checkpoint has one path. */
  readonly path: string;
  readonly architecture: Architecture;
  readonly defaultSize: { readonly width: number; readonly height: number };
  /** Pixels per latent: sizes are multiples of it. */
  readonly scaleFactor: number;
  /** What scheduler_config.json asks for; null when it is none of ours. */
  readonly scheduler: SamplerId | null;
}

/** A checkpoint on a device, ready to make pictures. One generation at a time. */
export interface Pipeline {
  readonly model: PipelineModel;
  /**
   * Makes one picture per seed.
   * @param on is told stages, calls and warnings as they happen.
   * @param signal stops between denoiser calls; the promise rejects with its reason.
   */
  generate(
    request: GenerationRequest,
    on?: (event: GenerationEvent) => void,
    signal?: AbortSignal,
  ): Promise<GenerationResult>;
  dispose(): Promise<void>;
}

/** Full, extracting and inheriting steps of three plans, the text encoder and both halves of the autoencoder. */
const DEFAULT_SESSIONS = 12;

/** Opens the checkpoint at `path` (a diffusers folder or a single file) and tests the device. */
export async function openPipeline(path: string, options: PipelineOptions): Promise<Pipeline> {
  assertAvailable(options.device);
  const deviceOptions = await selfTest(options.device, { threads: options.threads ?? 0 });
  const model = await loadModel(path, options);
  return new StableDiffusion(await realpath(path), model, options, deviceOptions);
}

class StableDiffusion implements Pipeline {
  readonly model: PipelineModel;
  readonly #loaded: LoadedModel;
  readonly #options: PipelineOptions;
  readonly #deviceOptions: DeviceOptions;
  readonly #sessions: SessionCache;
  readonly #unets = new Map<string, Promise<UNetNetwork>>();

  constructor(path: string, loaded: LoadedModel, options: PipelineOptions, deviceOptions: DeviceOptions) {
    const scaleFactor = scaleFactorOf(loaded.vae.config);
    const side = loaded.unet.config.sampleSize * scaleFactor;
    this.model = {
      name: loaded.checkpoint.name,
      path,
      architecture: architectureOf(loaded.unet.config),
      defaultSize: { width: side, height: side },
      scaleFactor,
      scheduler: samplerFor(loaded.checkpoint.schedulerConfig),
    };
    this.#loaded = loaded;
    this.#options = options;
    this.#deviceOptions = deviceOptions;
    this.#sessions = new SessionCache(options.sessions ?? DEFAULT_SESSIONS);
    this.#unets.set(path, Promise.resolve(loaded.unet));
  }

  async generate(
    request: GenerationRequest,
    on: (event: GenerationEvent) => void = () => {},
    signal?: AbortSignal,
  ): Promise<GenerationResult> {
    assertRequest(request, this.model.scaleFactor);
    const memory = watchPeakMemory();
    const warnings: string[] = [];
    const warn = (messages: readonly string[]) => {
      for (const message of messages) on({ kind: 'warning', message });
      warnings.push(...messages);
    };

    on({ kind: 'stage', stage: 'load' });
    const run = await this.#prepare(request);
    warn(run.plan.warnings);

    const started = performance.now();
    on({ kind: 'stage', stage: 'encode-prompt' });
    const conditioning = await encodePrompts(
      request,
      { tokenizer: this.#loaded.tokenizer, session: run.textEncoder },
      { batch: request.seeds.length, guided: run.guided },
    );
    warn(conditioning.warnings);

    const { latents, noise } = await this.#firstLatents(request, run, on);
    signal?.throwIfAborted();
    on({ kind: 'stage', stage: 'denoise' });
    const timings: CallTiming[] = [];
    const denoise = followPlan({
      plan: run.plan,
      steps: run.steps,
      timesteps: run.sampler.timesteps,
      text: conditioning.text,
      guidanceScale: run.guided ? request.guidanceScale : null,
      onCall: (timing) => {
        timings.push(timing);
        memory.sample();
        on({ kind: 'call', timing, calls: run.plan.calls.length, secondsLeft: secondsLeft(run.plan, timings) });
      },
      signal,
    });
    const final = await run.sampler.sample(denoise, latents, noise, (call, afterwards) =>
      on({ kind: 'latents', call, latents: afterwards }),
    );

    on({ kind: 'stage', stage: 'decode' });
    const images = [];
    for (const row of rows(final, request.seeds.length)) {
      signal?.throwIfAborted();
      images.push(await decodeLatents(row, run.decoder, this.#loaded.vae.config));
    }
    return {
      images,
      timings,
      seconds: (performance.now() - started) / 1000,
      unetSeconds: timings.reduce((sum, { seconds }) => sum + seconds, 0),
      idealSpeedup: run.idealSpeedup,
      peakMemoryBytes: memory.peakBytes(),
      warnings,
    };
  }

  async dispose(): Promise<void> {
    await this.#sessions.dispose();
  }

  /** Everything that is decided or loaded before the clock starts: scheduler, plan, sessions. */
  async #prepare(request: GenerationRequest) {
    const { width, height } = this.#latentSize(request);
    const guided = request.guidanceScale > 1;
    const strength = request.initImage?.strength;
    const sampler = createSampler(
      request.scheduler,
      stableDiffusionConfig(this.#loaded.checkpoint.schedulerConfig),
      request.steps,
      { batch: request.seeds.length, ...(strength === undefined ? {} : { strength }) },
    );
    const unets = await this.#unetsOf(request);
    const architectures = unets.map(({ config }) => architectureOf(config));
    const plan = planRun(request.strategy, sampler.timesteps.length, architectures);
    const batch = request.seeds.length * (guided ? 2 : 1);
    const size: UNetSize = { batch, height, width, tokens: this.#loaded.textEncoder.config.positions };
    const steps = unets.map((unet, i) => this.#stepsOf(unet, plan, i, size));
    for (const call of distinctSteps(plan)) await steps[call.unet]!.session(call);
    return {
      sampler,
      plan,
      guided,
      steps,
      latentSize: { width, height },
      idealSpeedup: idealSpeedupOf(plan, unets, this.#loaded.unet, { width, height }),
      textEncoder: await this.#textEncoder(),
      decoder: await this.#decoder(width, height),
    };
  }

  #latentSize({ width, height }: GenerationRequest): { width: number; height: number } {
    return { width: width / this.model.scaleFactor, height: height / this.model.scaleFactor };
  }

  async #unetsOf({ strategy }: GenerationRequest): Promise<readonly UNetNetwork[]> {
    const names = strategy?.switching.length ? unetsOf(strategy.switching) : [this.model.path];
    return Promise.all(names.map((name) => this.#unet(name)));
  }

  async #unet(path: string): Promise<UNetNetwork> {
    const known = this.#unets.get(path) ?? loadUNet(path, this.#options);
    this.#unets.set(path, known);
    try {
      const unet = await known;
      assertExchangeable(path, unet, this.#loaded.unet);
      return unet;
    } catch (error) {
      this.#unets.delete(path);
      throw error;
    }
  }

  #stepsOf(unet: UNetNetwork, plan: Plan, index: number, size: UNetSize): UNetSteps {
    const { mask } = plan.unets[index]!;
    const inherits = plan.calls.some((call) => call.unet === index && call.step === 'inherit');
    return unetSteps(
      unet,
      { mask: inherits ? mask : [], semantics: plan.semantics, size },
      { device: this.#options.device, options: this.#deviceOptions, sessions: this.#sessions },
    );
  }

  /** Noise, or a picture noised to where its denoising starts; and the noise for samplers that add more. */
  async #firstLatents(
    request: GenerationRequest,
    { sampler, latentSize }: { sampler: Sampler; latentSize: { width: number; height: number } },
    on: (event: GenerationEvent) => void,
  ): Promise<{ latents: Float32Array; noise: () => Float32Array }> {
    const generators = request.seeds.map((seed) => new TorchGenerator(seed));
    const length = this.#loaded.vae.config.latentChannels * latentSize.width * latentSize.height;
    const noise = () => concatenate(generators.map((generator) => generator.randn(length)));
    if (!request.initImage) return { latents: noise().map((x) => x * sampler.initNoiseSigma), noise };

    on({ kind: 'stage', stage: 'encode-image' });
    const encoder = await this.#encoder(request.width, request.height);
    const clean: Float32Array[] = [];
    for (const generator of generators) {
      clean.push(await encodeImage(request.initImage.image, encoder, this.#loaded.vae.config, generator));
    }
    return { latents: sampler.addNoise(concatenate(clean), noise()), noise };
  }

  #textEncoder(): Promise<Session> {
    const { config, weights } = this.#loaded.textEncoder;
    return this.#session('text encoder', weights.folder, () => buildTextEncoder(config, weights, 1));
  }

  #decoder(width: number, height: number): Promise<Session> {
    const { config, weights } = this.#loaded.vae;
    const build = () => buildVaeDecoder(config, weights, { batch: 1, height, width });
    return this.#session(`decoder ${width}x${height}`, weights.folder, build);
  }

  #encoder(width: number, height: number): Promise<Session> {
    const { config, weights } = this.#loaded.vae;
    const build = () => buildVaeEncoder(config, weights, { batch: 1, height, width });
    return this.#session(`encoder ${width}x${height}`, weights.folder, build);
  }

  #session(key: string, folder: string, build: () => Parameters<typeof createSession>[0]): Promise<Session> {
    const create = () => createSession(build(), folder, this.#options.device, this.#deviceOptions);
    return this.#sessions.get(key, create);
  }
}

/** One call of each kind that the plan makes. */
function distinctSteps(plan: Plan): Plan['calls'] {
  const seen = new Map(plan.calls.map((call) => [`${call.unet} ${call.step} ${call.extract}`, call]));
  return [...seen.values()];
}

/** By MACs, against the same number of calls made in full by the run's own UNet. */
function idealSpeedupOf(
  plan: Plan,
  unets: readonly UNetNetwork[],
  own: UNetNetwork,
  { width, height }: { width: number; height: number },
): number {
  const size = oneHalf(height, width);
  const costs = unets.map(({ config }, i) => {
    const { mask } = plan.unets[i]!;
    const inherits = plan.calls.some((call) => call.unet === i && call.step === 'inherit');
    return {
      fullMacs: unetCost(config, size).macs,
      inheritShare: inherits ? inheritCost(config, size, inheritanceOf(config, mask, plan.semantics)).macShare : 1,
    };
  });
  return idealSpeedup(plan, costs, unetCost(own.config, size).macs);
}

/** From what the calls of each kind have taken so far. */
function secondsLeft(plan: Plan, timings: readonly CallTiming[]): number {
  const mean = (step: CallTiming['step']): number | null => {
    const seconds = timings.filter((timing) => timing.step === step).map((timing) => timing.seconds);
    return seconds.length === 0 ? null : seconds.reduce((sum, s) => sum + s, 0) / seconds.length;
  };
  const fallback = mean('full') ?? 0;
  const cost = { full: fallback, inherit: mean('inherit') ?? fallback };
  return plan.calls.slice(timings.length).reduce((sum, { step }) => sum + cost[step], 0);
}

function assertExchangeable(path: string, other: UNetNetwork, own: UNetNetwork): void {
  const differing = (['inChannels', 'outChannels', 'crossAttentionDim'] as const).find(
    (key) => other.config[key] !== own.config[key],
  );
  if (!differing) return;
  throw new Error(
    `${path}: ${differing} is ${other.config[differing]}, the run's own UNet has ${own.config[differing]}; ` +
      'UNets can take turns only on the same latents and text embeddings',
  );
}

function rows(batch: Float32Array, count: number): readonly Float32Array[] {
  const length = batch.length / count;
  return Array.from({ length: count }, (_, i) => batch.subarray(i * length, (i + 1) * length));
}
