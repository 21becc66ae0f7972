import type { Precision, Semantics } from '../../native-models/vocabulary.ts';
import type { DeviceOptions } from '../../native-models/runtime/device.ts';
import { SessionCache } from '../../native-models/runtime/session-cache.ts';
import { conditionOn } from '../../native-models/sampling/conditioning.ts';
import { type DenoiseContext, followPlan, storeOf } from '../../native-models/sampling/denoise.ts';
import { decodeLatents } from '../../native-models/sampling/latents.ts';
import { int8UNet } from '../../native-models/sampling/int8-unet.ts';
import { type LoadedModel, type LoadedUNet, loadModel } from '../../native-models/sampling/loaded-model.ts';
import { ModelSessions } from '../../native-models/sampling/model-sessions.ts';
import { openPipeline, type Pipeline } from '../../native-models/sampling/pipeline.ts';
import { readPrompts } from '../../native-models/sampling/read-prompts.ts';
import type { Denoise } from '../../native-models/solvers/sampler.ts';
import { stepsOf } from '../../native-models/sampling/steps.ts';
import { planRun } from '../../native-models/strategy/plan.ts';
import { unitsOf } from '../../native-models/strategy/architecture.ts';
import { subtract } from '../../native-models/strategy/mask.ts';
import { DEFAULT_PRECISION, INT8_ALONE } from '../../native-models/strategy/precision.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { select } from '../../native-models/strategy/selector.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { architectureOf, type UNetConfig } from '../../native-models/unet/config.ts';
import { CLIP_TOKENS } from '../../native-models/unet/cost.ts';
import { UNET_INPUTS } from '../../native-models/unet/unet.ts';
import { tilingOf, WHOLE } from '../../native-models/vae/tiles.ts';
import type { Request } from './contender.ts';

const PROMPT = { prompt: 'a red fox in the snow', negativePrompt: 'blurry' };
const GUIDANCE = 7.5;
const TIMESTEP = 500;
/** The first call is full, all after it inherit. */
const ONE_FULL = 'full@0';
/** More than any benchmark makes of one kind. */
const MANY_CALLS = 1000;

interface EngineOptions extends DeviceOptions {
  readonly dataFolder: string;
}

/** What a call is of. Unless units are `computed` (a selector) it is a full call that nothing inherits from. */
interface CallOf {
  readonly size: number;
  readonly batch: number;
  readonly computed?: string;
  readonly semantics?: Semantics;
  /** float32 unless given. */
  readonly precision?: Precision;
  /** The two halves of the guidance as two calls of the UNet, one after the other, instead of one call of twice the batch. */
  readonly halves?: 'apart';
  /** The full call that its inherit calls inherit from, in the place of one of those. */
  readonly gives?: true;
}

interface PreparedCalls {
  readonly denoise: Denoise;
  readonly latents: Float32Array;
  readonly sessions: SessionCache;
  /** Calls of the plan, the last of which can be made again and again. */
  readonly calls: number;
  made: number;
  /** How often the UNet is called for one call: twice with the halves apart. */
  readonly passes: 1 | 2;
}

/** The engine as a generation uses it, one piece at a time. */
export class OurEngine {
  readonly #path: string;
  readonly #options: EngineOptions;
  readonly #prepared = new Map<string, PreparedCalls>();
  #model: LoadedModel | null = null;
  #parts: ModelSessions | null = null;
  #pipeline: Pipeline | null = null;

  constructor(path: string, options: EngineOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** @returns the seconds it measured itself, where they are fewer than those of the whole work. */
  async work({ do: name, ...rest }: Request): Promise<number | void> {
    const works: Readonly<Record<string, (given: never) => Promise<number | void>>> = {
      open: async () => {},
      load: (given: CallOf) => this.#load(given),
      prepare: (given: CallOf) => this.#prepare(given),
      forget: () => this.#forget(),
      call: (given: CallOf) => this.#call(given),
      encode: () => this.#encode(),
      decode: (given: { size: number }) => this.#decode(given.size),
      generate: (given: CallOf & { steps: number; mode?: string }) => this.#generate(given),
    };
    const work = works[name];
    if (!work) throw new Error(`our engine has no work "${name}"`);
    return work(rest as never);
  }

  /** Everything up to the first denoiser call: checkpoint, graphs, sessions. */
  async #load(of: CallOf): Promise<void> {
    const model = await this.#loaded();
    const parts = this.#modelSessions(model);
    await parts.textEncoders();
    await parts.decoder(tilingOf(of.size / 8, of.size / 8, WHOLE));
    await this.#open(of);
  }

  /** For an inherit call this is the full call that its inherit calls inherit from. */
  async #prepare(of: CallOf): Promise<number | void> {
    const prepared = await this.#open(of);
    if (of.computed && !of.gives) return this.#run(prepared);
  }

  async #call(of: CallOf): Promise<number> {
    const prepared = this.#prepared.get(keyOf(of)) ?? (await this.#open(of));
    if (of.gives) prepared.made = 0;
    else if (of.computed && prepared.made === 0)
      throw new Error(`${of.computed}: nothing to inherit from was prepared`);
    return this.#run(prepared);
  }

  /** Frees the sessions and features of inherit calls; a full call stays. */
  async #forget(): Promise<void> {
    for (const [key, { sessions, calls }] of this.#prepared) {
      if (calls === 1) continue;
      this.#prepared.delete(key);
      await sessions.dispose();
    }
  }

  async #run(prepared: PreparedCalls): Promise<number> {
    const started = performance.now();
    const call = Math.min(prepared.made++, prepared.calls - 1);
    for (let pass = 0; pass < prepared.passes; pass++) await prepared.denoise(prepared.latents, call);
    return (performance.now() - started) / 1000;
  }

  async #open(of: CallOf): Promise<PreparedCalls> {
    const { config, weights } = await this.#unet(of.precision);
    const strategy = of.computed ? strategyOf({ ...of, mode: ONE_FULL }, config) : null;
    // Calls enough: what a call leaves is given back after the last that reads it.
    const plan = planRun(strategy, strategy ? MANY_CALLS : 1, [architectureOf(config)]);
    const sessions = new SessionCache(2);
    const passes = of.halves === 'apart' ? 2 : 1;
    const size = { batch: (2 / passes) * of.batch, height: of.size / 8, width: of.size / 8, tokens: CLIP_TOKENS };
    const steps = stepsOf(plan, [{ config, weights }], () => size, {
      device: 'cpu',
      options: this.#options,
      cache: sessions,
    });
    for (const form of plan.forms.keys()) await steps.of(form).session();
    const context: DenoiseContext = {
      plan,
      steps,
      timesteps: plan.calls.map(() => TIMESTEP),
      feeds: { [UNET_INPUTS.context]: new Float32Array(size.batch * size.tokens * config.crossAttentionDim).fill(1) },
      guidanceScale: passes === 1 ? GUIDANCE : null,
      onCall: () => {},
    };
    const denoise = followPlan(context, storeOf(context));
    const latents = new Float32Array(of.batch * config.inChannels * size.height * size.width).fill(1);
    const prepared: PreparedCalls = { denoise, latents, sessions, calls: plan.calls.length, made: 0, passes };
    this.#prepared.set(keyOf(of), prepared);
    return prepared;
  }

  async #encode(): Promise<void> {
    const model = await this.#loaded();
    const encoders = await this.#modelSessions(model).textEncoders();
    const prompts = readPrompts(PROMPT, encoders, true);
    await conditionOn(prompts, { width: 512, height: 512 }, model.family, encoders, 1);
  }

  async #decode(size: number): Promise<void> {
    const model = await this.#loaded();
    const side = size / 8;
    const decoder = await this.#modelSessions(model).decoder(tilingOf(side, side, WHOLE));
    const latents = new Float32Array(model.vae.config.latentChannels * side * side).fill(1);
    await decodeLatents(latents, decoder, model.vae.config, async () => {});
  }

  /** @returns seconds from the prompt to the last pixel, as every run reports them. */
  async #generate({ size, batch, steps, ...of }: CallOf & { steps: number; mode?: string }) {
    this.#pipeline ??= await openPipeline(this.#path, { device: 'cpu', ...this.#options });
    const alone = of.precision === 'int8' ? INT8_ALONE : null;
    const strategy = of.computed ? strategyOf(of, (await this.#loaded()).unet.config) : alone;
    const seeds = Array.from({ length: batch }, (_, i) => i);
    const shape = { width: size, height: size, steps, guidanceScale: GUIDANCE, scheduler: 'ddim' as const };
    return (await this.#pipeline.generate({ ...PROMPT, seeds, ...shape, strategy })).seconds;
  }

  async #unet(precision: Precision = DEFAULT_PRECISION): Promise<LoadedUNet> {
    const { unet } = await this.#loaded();
    return precision === 'int8' ? await int8UNet(unet, this.#options) : unet;
  }

  async #loaded(): Promise<LoadedModel> {
    return (this.#model ??= await loadModel(this.#path, this.#options));
  }

  #modelSessions(model: LoadedModel): ModelSessions {
    return (this.#parts ??= new ModelSessions(model, 'cpu', this.#options, 4));
  }
}

function strategyOf(
  { computed, semantics, mode, precision = DEFAULT_PRECISION }: Omit<CallOf, 'size' | 'batch'> & { mode?: string },
  config: UNetConfig,
): Strategy {
  const architecture = architectureOf(config);
  const all = unitsOf(architecture).map(({ id }) => id);
  const inherit = subtract(all, select(computed!, architecture).units);
  return {
    name: computed!,
    inherit,
    mode: parseMode(mode!),
    semantics: semantics!,
    switching: [],
    precision,
  };
}

const keyOf = ({ size, batch, computed, semantics, precision, halves, gives }: CallOf): string =>
  JSON.stringify({ size, batch, computed, semantics, precision, halves, gives });
