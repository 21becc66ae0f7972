import type { RgbImage } from '../image.ts';
import type { DeviceId, FloatType, MemoryUse, PrecisionChoice, SamplerId, Stage } from '../vocabulary.ts';
import { realpath } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { OpenOptions } from '../families/open.ts';
import { assertAvailable } from '../runtime/device.ts';
import { PeakMemory } from '../runtime/peak-memory.ts';
import { type DeviceReport, selfTest } from '../runtime/self-test.ts';
import type { Architecture } from '../strategy/architecture.ts';
import { architectureOf } from '../unet/config.ts';
import { scaleFactorOf } from '../vae/config.ts';
import { TILE, tilingOf, WHOLE } from '../vae/tiles.ts';
import { Autoencoder } from './autoencoder.ts';
import { Clock } from './clock.ts';
import { concatenate, conditionOn, rowsOf } from './conditioning.ts';
import { replacedScheduler, samplerFor } from '../solvers/create-sampler.ts';
import { denoise, type DenoiseContext } from './denoise.ts';
import type { CallTiming, GenerationEvent, GenerationRequest, GenerationResult } from './generation.ts';
import { idealSpeedupOf } from './ideal-speedup.ts';
import type { BeforeTile, TiledNetwork } from './latents.ts';
import { type LoadedModel, loadModel } from './loaded-model.ts';
import { ModelSessions, SESSIONS_KEPT } from './model-sessions.ts';
import { noiseOf, type PreparedRun, prepareRun } from './prepare-run.ts';
import { assertRequest } from './request.ts';
import { RunUNets } from './run-unets.ts';
import { secondsLeft } from './seconds-left.ts';
import { warmUp } from './warm-up.ts';

export interface PipelineOptions extends OpenOptions {
  readonly device: DeviceId;
  /** Threads within an operator; 0: onnxruntime's choice. */
  readonly threads?: number;
  readonly memory?: MemoryUse;
  /** What the device computes in: 'auto' unless given. */
  readonly precision?: PrecisionChoice;
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
  /** What the device computes in, and what its self-test found. */
  readonly device: { readonly precision: FloatType; readonly notes: readonly string[] };
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

/** Opens the checkpoint at `path` (a diffusers folder or a single file) and tests the device. */
export async function openPipeline(path: string, options: PipelineOptions): Promise<Pipeline> {
  assertAvailable(options.device);
  const report = await selfTest(options.device, {
    threads: options.threads ?? 0,
    memory: options.memory ?? 'fast',
    precision: options.precision ?? 'auto',
  });
  const model = await loadModel(path, options, report.options.precision);
  return new StableDiffusion(await realpath(path), model, options, report);
}

class StableDiffusion implements Pipeline {
  readonly model: PipelineModel;
  readonly device: Pipeline['device'];
  readonly #loaded: LoadedModel;
  readonly #sessions: ModelSessions;
  readonly #autoencoder: Autoencoder;
  readonly #unets: RunUNets;
  readonly #device: DeviceId;

  constructor(path: string, loaded: LoadedModel, options: PipelineOptions, report: DeviceReport) {
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
    const { precision } = report.options;
    this.device = { precision, notes: report.notes };
    this.#loaded = loaded;
    const kept = options.sessions ?? SESSIONS_KEPT[options.memory ?? 'fast'] + loaded.textEncoders.size;
    this.#sessions = new ModelSessions(loaded, options.device, report.options, kept);
    this.#autoencoder = new Autoencoder(loaded, this.#sessions, precision);
    this.#unets = new RunUNets(path, loaded, options, precision);
    this.#device = options.device;
  }

  async generate(
    request: GenerationRequest,
    on: (event: GenerationEvent) => void = () => {},
    signal?: AbortSignal,
  ): Promise<GenerationResult> {
    assertRequest(request, this.model.scaleFactor, this.#device);
    const memory = new PeakMemory();
    try {
      const result = await this.#generate(request, on, signal, memory);
      return { ...result, peakMemoryBytes: memory.note() };
    } finally {
      memory.close();
      await this.#sessions.trim();
    }
  }

  async dispose(): Promise<void> {
    await this.#sessions.dispose();
  }

  async #generate(
    request: GenerationRequest,
    tell: (event: GenerationEvent) => void,
    signal: AbortSignal | undefined,
    memory: PeakMemory,
  ): Promise<Omit<GenerationResult, 'peakMemoryBytes'>> {
    const warnings: string[] = [];
    const warn = (messages: readonly string[]) => {
      for (const message of messages) tell({ kind: 'warning', message });
      warnings.push(...messages);
    };

    tell({ kind: 'stage', stage: 'load' });
    const run = await this.#prepare(request);
    tell({ kind: 'plan', plan: run.plan });
    warn([...this.#loaded.warnings, ...replacedBy(this.#loaded, request.scheduler), ...run.plan.warnings]);
    warn([...(request.initImage?.notes ?? []), ...run.prompts.warnings]);
    await warmUp(run.sessions, tell, signal);

    const clock = new Clock();
    const on = (event: GenerationEvent) => clock.aside(() => tell(event));
    on({ kind: 'stage', stage: 'encode-prompt' });
    const { family } = this.#loaded;
    const feeds = await conditionOn(run.prompts, request, family, run.textEncoders, request.seeds.length);
    await this.#sessions.finished('text encoders');

    const tilesOf =
      (stage: Stage): BeforeTile =>
      async (part) => {
        await setImmediate(); // a run blocks the thread: let signals in between tiles
        signal?.throwIfAborted();
        if (part.of > 1) on({ kind: 'stage', stage, part });
      };
    const { latents, noise } = await this.#firstLatents(request, run, on, warn, tilesOf('encode-image'));
    signal?.throwIfAborted();
    on({ kind: 'stage', stage: 'denoise' });
    const timings: CallTiming[] = [];
    const context: DenoiseContext = {
      plan: run.plan,
      steps: run.steps,
      timesteps: run.sampler.timesteps,
      feeds,
      guidanceScale: run.guided ? request.guidanceScale : null,
      onCall: (timing) => {
        timings.push(timing);
        on({ kind: 'call', timing, calls: run.plan.calls.length, secondsLeft: secondsLeft(run.plan, timings) });
      },
      signal,
    };
    const final = await denoise(context, run.sampler, latents, noise, (call, afterwards) =>
      on({ kind: 'latents', call, latents: afterwards }),
    );

    memory.note();
    await this.#sessions.finished('unets');
    on({ kind: 'stage', stage: 'decode' });
    const images: RgbImage[] = [];
    for (const row of rowsOf(final, request.seeds.length)) {
      images.push(await this.#autoencoder.decode(row, run.decoder, (message) => warn([message]), tilesOf('decode')));
    }
    return {
      images,
      plan: run.plan,
      timings,
      seconds: clock.seconds,
      unetSeconds: timings.reduce((sum, { seconds }) => sum + seconds, 0),
      idealSpeedup: run.idealSpeedup,
      precision: this.device.precision,
      warnings,
    };
  }

  /** Everything that is decided or loaded before the clock starts: scheduler, plan, sessions. */
  async #prepare(request: GenerationRequest) {
    const unets = await this.#unets.of(request.strategy);
    const run = await prepareRun(request, { model: this.#loaded, sessions: this.#sessions, unets });
    const { plan, latentSize, guided, tokens, textEncoders, denoisers } = run;
    const texts = [...textEncoders.values()].map(({ session }) => session);
    const tiling = tilingOf(latentSize.width, latentSize.height, request.vaeTiling ? TILE : WHOLE);
    const decoder = await this.#sessions.decoder(tiling);
    const encoder = request.initImage ? await this.#sessions.encoder(tiling) : null;
    const configs = unets.map(({ config }) => config);
    return {
      ...run,
      idealSpeedup: idealSpeedupOf(plan, configs, this.#loaded.unet.config, { ...latentSize, tokens }, guided),
      decoder,
      encoder,
      sessions: [...texts, ...(encoder ? [encoder.session] : []), ...denoisers, decoder.session],
    };
  }

  /** Noise, or a picture noised to where its denoising starts; and the noise for samplers that add more. */
  async #firstLatents(
    request: GenerationRequest,
    run: PreparedRun & { readonly encoder: TiledNetwork | null },
    on: (event: GenerationEvent) => void,
    warn: (messages: readonly string[]) => void,
    beforeTile: BeforeTile,
  ): Promise<{ latents: Float32Array; noise: () => Float32Array }> {
    const { sampler, generators, encoder } = run;
    const noise = () => noiseOf(run, this.#loaded);
    if (!request.initImage || !encoder) return { latents: noise().map((x) => x * sampler.initNoiseSigma), noise };

    on({ kind: 'stage', stage: 'encode-image' });
    const clean: Float32Array[] = [];
    for (const generator of generators) {
      const { image } = request.initImage;
      const tell = (message: string) => warn([message]);
      clean.push(await this.#autoencoder.encode(image, encoder, generator, tell, beforeTile));
    }
    return { latents: sampler.addNoise(concatenate(clean), noise()), noise };
  }
}

function replacedBy({ checkpoint }: LoadedModel, taken: SamplerId): readonly string[] {
  const replaced = replacedScheduler(checkpoint.schedulerConfig, taken);
  return replaced === null ? [] : [replaced];
}
