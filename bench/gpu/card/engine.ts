/** Our engine on a device, one piece at a time, with inputs that its peers are given too. */
import type { DeviceId, FloatType, PrecisionChoice } from '../../../native-models/vocabulary.ts';
import { join } from 'node:path';
import { assertAvailable } from '../../../native-models/runtime/device.ts';
import { type DeviceReport, selfTest } from '../../../native-models/runtime/self-test.ts';
import type { Feeds } from '../../../native-models/runtime/session.ts';
import { SessionCache } from '../../../native-models/runtime/session-cache.ts';
import { FeatureStore } from '../../../native-models/sampling/feature-store.ts';
import { twice } from '../../../native-models/sampling/guidance.ts';
import { decodeLatents } from '../../../native-models/sampling/latents.ts';
import { type LoadedModel, loadModel } from '../../../native-models/sampling/loaded-model.ts';
import { ModelSessions } from '../../../native-models/sampling/model-sessions.ts';
import { openPipeline, type Pipeline } from '../../../native-models/sampling/pipeline.ts';
import { stepsOf } from '../../../native-models/sampling/steps.ts';
import type { Steps } from '../../../native-models/sampling/step.ts';
import { type Plan, planRun } from '../../../native-models/strategy/plan.ts';
import { strategyFromPreset } from '../../../native-models/strategy/presets.ts';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import { architectureOf } from '../../../native-models/unet/config.ts';
import { UNET_INPUTS } from '../../../native-models/unet/unet.ts';
import { DECODER_INPUT, DECODER_OUTPUT } from '../../../native-models/vae/decoder.ts';
import { tilingOf, WHOLE } from '../../../native-models/vae/tiles.ts';
import { kernelTimes } from './kernels.ts';
import { readNumbers, writeNumbers } from './numbers.ts';
import { GENERATION, INPUT_FILES, PERIOD, type PlanId, PLANS, TIMESTEPS } from './works.ts';

export interface EngineSettings {
  readonly device: DeviceId;
  readonly precision: PrecisionChoice;
  /** A diffusers folder with weights of that precision. */
  readonly model: string;
  /** Of the inputs' files; see peers/card_weights.py. */
  readonly inputs: string;
  readonly data: string;
}

/** A full call, and one that inherits from it where the plan has one: each is made as often as it is asked for. */
const CALLS = { full: 0, inherit: 1 } as const;
type CallName = keyof typeof CALLS;
const ONE_FULL = parseMode('full@0');

interface OpenPlan {
  readonly plan: Plan;
  readonly steps: Steps;
  /** Never told that a call is over: what the full call left stays until the next. */
  readonly store: FeatureStore;
  readonly inherits: boolean;
}

interface Opened {
  readonly model: LoadedModel;
  readonly parts: ModelSessions;
  readonly options: DeviceReport['options'];
  readonly inputs: Readonly<Record<CallName, Feeds>>;
  readonly latents: Float32Array;
  readonly size: { readonly batch: number; readonly height: number; readonly width: number; readonly tokens: number };
}

export class CardEngine {
  readonly #settings: EngineSettings;
  readonly #plans = new Map<PlanId, OpenPlan>();
  #opened: Promise<Opened> | null = null;
  #pipeline: Pipeline | null = null;

  constructor(settings: EngineSettings) {
    this.#settings = settings;
  }

  /** @throws DeviceError in the words that a person would read. */
  async selfTest() {
    const { device, precision } = this.#settings;
    assertAvailable(device);
    const { options, notes } = await selfTest(device, { precision });
    return { found: { precision: options.precision, spelledOut: options.spelledOut ?? [], notes } };
  }

  /** Loads what a plan runs on and makes each of its calls once, which compiles their kernels. */
  async prepare({ plan }: { plan: PlanId }): Promise<void> {
    const opened = await this.#plan(plan);
    await this.#call(opened, 'full');
    if (opened.inherits) await this.#call(opened, 'inherit');
  }

  async full({ plan }: { plan: PlanId }): Promise<void> {
    await this.#call(await this.#plan(plan), 'full');
  }

  async inherit({ plan }: { plan: PlanId }): Promise<void> {
    await this.#call(await this.#plan(plan), 'inherit');
  }

  /** A full call and those that inherit from it. */
  async period({ plan }: { plan: PlanId }): Promise<void> {
    const opened = await this.#plan(plan);
    for (let call = 0; call < PERIOD; call++) await this.#call(opened, call === 0 ? 'full' : 'inherit');
  }

  async decode(): Promise<void> {
    const { model, parts, latents, size } = await this.#open();
    const decoder = await parts.decoder(tilingOf(size.width, size.height, WHOLE));
    await decodeLatents(latents, decoder, model.vae.config, async () => {});
  }

  /** What the networks give for the inputs, into files: `<to> full`, `<to> inherit`, or `<to>` alone for the decoder's. */
  async outputs({ plan, to }: { plan: PlanId | 'decode'; to: string }): Promise<void> {
    if (plan === 'decode') return writeNumbers(to, await this.#decoded());
    const opened = await this.#plan(plan);
    await writeNumbers(`${to} full`, await this.#call(opened, 'full'));
    if (opened.inherits) await writeNumbers(`${to} inherit`, await this.#call(opened, 'inherit'));
  }

  /** Where a full call spends the device's time. */
  async kernels() {
    const { device } = this.#settings;
    const { model, options, size, inputs } = await this.#open();
    const kernels = await kernelTimes(async (profile) => {
      const cache = new SessionCache(1);
      const sessions = { device, options: { ...options, profile }, cache };
      const plan = planRun(null, 1, [architectureOf(model.unet.config)]);
      const step = stepsOf(plan, [model.unet], () => size, sessions).of(0);
      for (let time = 0; time < 2; time++) await step.run(inputs.full, null, false);
      (await step.session()).endProfile();
      await cache.dispose();
    });
    return { kernels };
  }

  /** A whole picture as the studio makes it. @returns as its time the seconds that a run reports: to the last pixel, without loading. */
  async generate({ plan }: { plan: PlanId }) {
    const { device, precision, model, data } = this.#settings;
    this.#pipeline ??= await openPipeline(model, { device, precision, dataFolder: data });
    const { architecture, defaultSize } = this.#pipeline.model;
    const inheriting = PLANS[plan];
    const mode = parseMode(`P${PERIOD}`);
    const result = await this.#pipeline.generate({
      ...defaultSize,
      ...GENERATION,
      seeds: [0],
      scheduler: 'ddim',
      strategy: inheriting && strategyFromPreset(inheriting.preset, architecture, mode, inheriting.semantics),
    });
    return { samples: [result.seconds], warnings: result.warnings };
  }

  /** Numbers, not yet pixels. */
  async #decoded(): Promise<Float32Array> {
    const { model, parts, latents, size } = await this.#open();
    const { session } = await parts.decoder(tilingOf(size.width, size.height, WHOLE));
    const scaled = latents.map((x) => x / model.vae.config.scalingFactor);
    return (await session.run({ [DECODER_INPUT]: scaled }))[DECODER_OUTPUT]!;
  }

  async #call({ plan, steps, store }: OpenPlan, name: CallName): Promise<Float32Array> {
    const { inputs } = await this.#open();
    const planned = plan.calls[CALLS[name]]!;
    if (planned.form === null) throw new Error('a mask skips no call');
    const step = steps.of(planned.form);
    const features = step.reads.length > 0 ? store.feed(planned, step.reads) : store.spare(0);
    const keeps = store.isRead(planned.call);
    const { output, left } = await step.run(inputs[name], features, keeps);
    if (keeps) store.put(planned.call, left);
    return output;
  }

  async #plan(id: PlanId): Promise<OpenPlan> {
    const known = this.#plans.get(id);
    if (known) return known;
    const { model, options, size } = await this.#open();
    const inheriting = PLANS[id];
    const architecture = architectureOf(model.unet.config);
    const strategy = inheriting && strategyFromPreset(inheriting.preset, architecture, ONE_FULL, inheriting.semantics);
    const plan = planRun(strategy, strategy ? 2 : 1, [architecture]);
    const sessions = { device: this.#settings.device, options, cache: new SessionCache(2) };
    const steps = stepsOf(plan, [model.unet], () => size, sessions);
    const store = new FeatureStore(plan, { guided: true, keepsSpare: steps.needSpare });
    const opened = { plan, steps, store, inherits: strategy !== null };
    this.#plans.set(id, opened);
    return opened;
  }

  #open(): Promise<Opened> {
    return (this.#opened ??= this.#load());
  }

  async #load(): Promise<Opened> {
    const { device, precision, model: path, data, inputs } = this.#settings;
    const { options } = await selfTest(device, { precision });
    const type: FloatType = options.precision;
    const model = await loadModel(path, { dataFolder: data }, type);
    const latents = await readNumbers(join(inputs, INPUT_FILES.latents));
    const context = await readNumbers(join(inputs, INPUT_FILES.context));
    const side = Math.sqrt(latents.length / model.unet.config.inChannels);
    const feeds = (step: CallName): Feeds => ({
      // Other latents, or an inherit call could not be told from a full one.
      [UNET_INPUTS.sample]: twice(step === 'full' ? latents : latents.toReversed()),
      [UNET_INPUTS.timestep]: Float32Array.of(TIMESTEPS[step]),
      [UNET_INPUTS.context]: context,
    });
    return {
      model,
      parts: new ModelSessions(model, device, options, 4),
      options,
      inputs: { full: feeds('full'), inherit: feeds('inherit') },
      latents,
      size: { batch: 2, height: side, width: side, tokens: model.tokens },
    };
  }
}
