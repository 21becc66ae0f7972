import type { OpenOptions } from '../families/open.ts';
import { assertAvailable } from '../runtime/device.ts';
import { DeviceTensor } from '../runtime/device-tensor.ts';
import { startProfile } from '../runtime/profile.ts';
import { selfTest } from '../runtime/self-test.ts';
import type { SessionTensor } from '../runtime/session.ts';
import { type UnitId, unitsOf } from '../strategy/architecture.ts';
import { planObserved } from '../strategy/plan.ts';
import { architectureOf, type UNetConfig } from '../unet/config.ts';
import { scaleFactorOf } from '../vae/config.ts';
import type { DeviceId, PrecisionChoice } from '../vocabulary.ts';
import { conditionOn } from './conditioning.ts';
import { denoise, type DenoiseContext } from './denoise.ts';
import type { Features } from './feature-store.ts';
import type { CallTiming, GenerationEvent, GenerationRequest } from './generation.ts';
import { loadModel } from './loaded-model.ts';
import { ModelSessions } from './model-sessions.ts';
import { noiseOf, prepareRun } from './prepare-run.ts';
import { assertRequest } from './request.ts';
import { secondsLeft } from './seconds-left.ts';

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
  assertRequest({ ...request, strategy: null }, scaleFactorOf(model.vae.config), options.device);
  await using profile = options.device === 'cpu' ? await startProfile() : null;
  const sessions = new ModelSessions(model, options.device, deviceOptions, 1 + model.textEncoders.size);
  try {
    const run = await prepareRun(
      { ...request, strategy: null },
      { model, sessions, unets: [model.unet] },
      {
        planOf: (calls, [architecture]) => planObserved(calls, architecture!),
        ...(profile ? { profile: profile.prefix } : {}),
      },
    );
    const { plan, guided, sampler, steps } = run;
    on({ kind: 'stage', stage: 'encode-prompt' });
    for (const message of [...model.warnings, ...run.prompts.warnings]) on({ kind: 'warning', message });
    const feeds = await conditionOn(run.prompts, request, model.family, run.textEncoders, request.seeds.length);

    on({ kind: 'stage', stage: 'denoise' });
    const watch = new ChangeWatch(model.unet.config);
    const timings: CallTiming[] = [];
    const context: DenoiseContext = {
      plan,
      steps,
      timesteps: sampler.timesteps,
      feeds,
      guidanceScale: guided ? request.guidanceScale : null,
      observe: (features) => watch.see(features),
      onCall: (timing) => {
        timings.push(timing);
        on({ kind: 'call', timing, calls: plan.calls.length, secondsLeft: secondsLeft(plan, timings) });
      },
      signal: options.signal,
    };
    const noise = () => noiseOf(run, model);
    const first = noise().map((x) => x * sampler.initNoiseSigma);
    await denoise(context, sampler, first, noise);
    for (const session of profile ? run.denoisers : []) session.endProfile();
    const milliseconds = await profile?.milliseconds();
    const units = watch.units.map((unit) => ({ ...unit, milliseconds: milliseconds?.get(unit.id) ?? null }));
    return { calls: plan.calls.length, units };
  } finally {
    await sessions.dispose();
  }
}

/** Remembers the features of one call, to compare with those of the next. */
class ChangeWatch {
  readonly units: readonly { readonly id: UnitId; readonly change: number[] }[];
  #before: Features | null = null;

  constructor(config: UNetConfig) {
    this.units = unitsOf(architectureOf(config)).map(({ id }) => ({ id, change: [] }));
  }

  /** @param features of one call, by name. */
  see(features: Features): void {
    for (const { id, change } of this.#before ? this.units : []) {
      change.push(relativeChange(numbersOf(this.#before![`F:${id}`]), numbersOf(features[`F:${id}`])));
    }
    this.#before = features;
  }
}

/** Where nothing inherits, features lie here on every device. */
function numbersOf(tensor: SessionTensor | undefined): Float32Array | Float16Array {
  if (!tensor || tensor instanceof DeviceTensor) throw new Error('calibrate: a feature that cannot be looked at');
  return tensor;
}

function relativeChange(before: Float32Array | Float16Array, after: Float32Array | Float16Array): number {
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
