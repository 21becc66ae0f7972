import type { DeviceId, PrecisionChoice } from '../vocabulary.ts';
import { absentWeights } from '../graph/weights.ts';
import type { OpenOptions } from '../checkpoint/open.ts';
import { assertAvailable, type DeviceOptions } from '../runtime/device.ts';
import { startProfile } from '../runtime/profile.ts';
import { selfTest } from '../runtime/self-test.ts';
import { createSession, type Fetches, type Session } from '../runtime/session.ts';
import { type UnitId, unitsOf } from '../strategy/architecture.ts';
import { planRun } from '../strategy/plan.ts';
import { buildTextEncoder } from '../text-encoder/text-encoder.ts';
import { architectureOf, type UNetConfig } from '../unet/config.ts';
import { buildFullStep, type Feature } from '../unet/step.ts';
import type { UNetSize } from '../unet/context.ts';
import { buildUNet, UNET_OUTPUT } from '../unet/unet.ts';
import { scaleFactorOf } from '../vae/config.ts';
import { concatenate, encodePrompts } from './conditioning.ts';
import { createSampler } from '../solvers/create-sampler.ts';
import { denoise, type DenoiseContext } from './denoise.ts';
import type { GenerationEvent, GenerationRequest } from './generation.ts';
import { type LoadedModel, loadModel } from './loaded-model.ts';
import { TorchGenerator } from './noise.ts';
import { assertRequest } from './request.ts';
import { stableDiffusionConfig } from '../solvers/scheduler-config.ts';
import type { UNetSteps } from './unet-steps.ts';

/** A run from noise. Inheritance plays no part in it: every call is full. */
export type CalibrationRequest = Omit<GenerationRequest, 'strategy' | 'initImage'>;

/** Why inheriting works, made visible: how little each unit's F changes from one call to the next. */
export interface UnitChanges {
  /** Denoiser calls made. */
  readonly calls: number;
  readonly units: readonly {
    readonly id: UnitId;
    /** `change[t]` is ||F(t+1) - F(t)|| / ||F(t)||, over all rows of the batch: one fewer than calls. */
    readonly change: readonly number[];
    /** Of the quickest call; null on devices that hand kernels over and do not wait for them. */
    readonly milliseconds: number | null;
  }[];
}

export interface CalibrationOptions extends OpenOptions {
  readonly device: DeviceId;
  readonly threads?: number;
  readonly precision?: PrecisionChoice;
}

/** One full run of the checkpoint at `path` in which every unit's F is extracted at every call. Keeps nothing loaded. */
export async function calibrate(
  path: string,
  request: CalibrationRequest,
  options: CalibrationOptions,
  on: (event: GenerationEvent) => void = () => {},
): Promise<UnitChanges> {
  assertAvailable(options.device);
  const { threads = 0, precision = 'auto' } = options;
  const { options: deviceOptions } = await selfTest(options.device, { threads, precision });
  on({ kind: 'stage', stage: 'load' });
  const model = await loadModel(path, options, deviceOptions.precision);
  const { config, weights } = model.unet;
  const scaleFactor = scaleFactorOf(model.vae.config);
  assertRequest({ ...request, strategy: null }, scaleFactor, options.device);
  const [width, height] = [request.width / scaleFactor, request.height / scaleFactor];
  const guided = request.guidanceScale > 1;
  const batch = request.seeds.length;

  const schedule = stableDiffusionConfig(model.checkpoint.schedulerConfig);
  const sampler = createSampler(request.scheduler, schedule, request.steps, { batch });
  const generators = request.seeds.map((seed) => new TorchGenerator(seed));
  const noise = () =>
    concatenate(generators.map((generator) => generator.randn(model.vae.config.latentChannels * width * height)));

  on({ kind: 'stage', stage: 'encode-prompt' });
  const conditioning = await encode(model, request, options.device, deviceOptions);
  for (const message of conditioning.warnings) on({ kind: 'warning', message });

  const size: UNetSize = {
    batch: guided ? 2 * batch : batch,
    height,
    width,
    tokens: model.textEncoder.config.positions,
  };
  const features = featuresOf(config, size);
  await using profile = options.device === 'cpu' ? await startProfile() : null;
  const session = await createSession(buildFullStep(config, weights, size, features), weights.folder, options.device, {
    ...deviceOptions,
    ...(profile ? { profile: profile.prefix } : {}),
  });
  try {
    on({ kind: 'stage', stage: 'denoise' });
    const watch = new ChangeWatch(config);
    const plan = planRun(null, sampler.timesteps.length, [architectureOf(config)]);
    let seconds = 0;
    const context: DenoiseContext = {
      plan,
      steps: [watched(session, watch)],
      timesteps: sampler.timesteps,
      text: conditioning.text,
      guidanceScale: guided ? request.guidanceScale : null,
      onCall: (timing) => {
        seconds += timing.seconds;
        const left = plan.calls.length - timing.call - 1;
        on({ kind: 'call', timing, calls: plan.calls.length, secondsLeft: (left * seconds) / (timing.call + 1) });
      },
      signal: options.signal,
    };
    const first = noise().map((x) => x * sampler.initNoiseSigma);
    await denoise(context, sampler, first, noise);
    if (profile) session.endProfile();
    const milliseconds = await profile?.milliseconds();
    const units = watch.units.map((unit) => ({ ...unit, milliseconds: milliseconds?.get(unit.id) ?? null }));
    return { calls: plan.calls.length, units };
  } finally {
    await session.dispose();
  }
}

/** The F of every unit, with its shape. */
function featuresOf(config: UNetConfig, size: UNetSize): readonly Feature[] {
  const features: Feature[] = [];
  buildUNet(config, absentWeights, size, (name, value) => {
    if (name.startsWith('F:')) features.push({ name, shape: value.shape });
    return value;
  });
  return features;
}

async function encode(model: LoadedModel, request: CalibrationRequest, device: DeviceId, options: DeviceOptions) {
  const { config, weights } = model.textEncoder;
  const session = await createSession(buildTextEncoder(config, weights, 1), weights.folder, device, options);
  try {
    const shape = { batch: request.seeds.length, guided: request.guidanceScale > 1 };
    return await encodePrompts(request, { tokenizer: model.tokenizer, session }, shape);
  } finally {
    await session.dispose();
  }
}

/** Full steps whose every feature is looked at, and not kept. */
function watched(session: Session, watch: ChangeWatch): UNetSteps {
  return {
    session: async () => session,
    run: async (_call, inputs) => {
      const outputs = await session.run(inputs);
      watch.see(outputs);
      return { output: outputs[UNET_OUTPUT]!, features: null };
    },
  };
}

/** Remembers the features of one call, to compare with those of the next. */
class ChangeWatch {
  readonly units: readonly { readonly id: UnitId; readonly change: number[] }[];
  #before: Fetches | null = null;

  constructor(config: UNetConfig) {
    this.units = unitsOf(architectureOf(config)).map(({ id }) => ({ id, change: [] }));
  }

  see(outputs: Fetches): void {
    for (const { id, change } of this.#before ? this.units : []) {
      change.push(relativeChange(this.#before![`F:${id}`]!, outputs[`F:${id}`]!));
    }
    this.#before = outputs;
  }
}

function relativeChange(before: Float32Array, after: Float32Array): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < before.length; i++) {
    difference += (after[i]! - before[i]!) ** 2;
    size += before[i]! ** 2;
  }
  // From nothing to something is taken as a whole change: a JSON number has to be finite.
  if (size === 0) return difference === 0 ? 0 : 1;
  return Math.sqrt(difference / size);
}
