import type { DeviceId, FloatType, MemoryUse, TextRole } from '../vocabulary.ts';
import type { Graph } from '../graph/graph.ts';
import type { DeviceOptions } from '../runtime/device.ts';
import { selfTest } from '../runtime/self-test.ts';
import { createSession, type Session } from '../runtime/session.ts';
import { SessionCache } from '../runtime/session-cache.ts';
import type { Plan, StepForm } from '../strategy/plan.ts';
import type { UNetSize } from '../unet/context.ts';
import { scaleFactorOf } from '../vae/config.ts';
import { buildVaeDecoder } from '../vae/decoder.ts';
import { buildVaeEncoder } from '../vae/encoder.ts';
import type { Tiling } from '../vae/tiles.ts';
import type { PromptEncoder } from './conditioning.ts';
import type { TiledNetwork } from './latents.ts';
import type { LoadedModel } from './loaded-model.ts';
import { stepsOf } from './steps.ts';
import { type Steps, UNET_KEY, type UNetNetwork } from './step.ts';

const TEXT_ENCODER_KEY = 'text encoder ';

/**
 * Networks kept from run to run besides text encoders: both halves of the autoencoder, and the full and inherit steps of four
 * plans; where each has weights of its own, those of one plan.
 */
export const SESSIONS_KEPT: Record<MemoryUse, number> = { fastest: 4, fast: 10, small: 10 };

/** The networks of one model on one device, built for the sizes asked for and kept warm. */
export class ModelSessions {
  readonly #model: LoadedModel;
  readonly #device: DeviceId;
  readonly #options: DeviceOptions;
  readonly #precision: FloatType;
  readonly #cache: SessionCache;

  /** @param capacity sessions kept: about 2 for each plan, 2 for decoder and encoder, and one for each text encoder. */
  constructor(model: LoadedModel, device: DeviceId, options: DeviceOptions, capacity: number) {
    this.#model = model;
    this.#device = device;
    this.#options = options;
    this.#precision = options.precision ?? 'float32';
    this.#cache = new SessionCache(capacity);
  }

  /** All that the family has. */
  async textEncoders(): Promise<ReadonlyMap<TextRole, PromptEncoder>> {
    const encoders = new Map<TextRole, PromptEncoder>();
    for (const [role, { config, weights, build, tokenizer }] of this.#model.textEncoders) {
      const session = await this.#cache.get(TEXT_ENCODER_KEY + role, () =>
        createSession(build(config, weights), weights.folder, this.#device, this.#options),
      );
      encoders.set(role, { tokenizer, session });
    }
    return encoders;
  }

  /** For one tile of `tiling`. @param precision the device's unless given. */
  async decoder(tiling: Tiling, precision?: FloatType): Promise<TiledNetwork> {
    const { config, weights } = this.#model.vae;
    const [width, height] = [tiling.across.length, tiling.down.length];
    const build = () => buildVaeDecoder(config, weights, { batch: 1, height, width });
    return { tiling, session: await this.#autoencoder(`decoder ${width}x${height}`, build, precision) };
  }

  /** For one tile of `tiling`. @param precision the device's unless given. */
  async encoder(tiling: Tiling, precision?: FloatType): Promise<TiledNetwork> {
    const { config, weights } = this.#model.vae;
    const scale = scaleFactorOf(config);
    const [width, height] = [tiling.across.length * scale, tiling.down.length * scale];
    const build = () => buildVaeEncoder(config, weights, { batch: 1, height, width });
    return { tiling, session: await this.#autoencoder(`encoder ${width}x${height}`, build, precision) };
  }

  /**
   * The forms of a plan.
   * @param networks one per UNet of the plan.
   * @param profile path and beginning of the name of a file for onnxruntime's profile of each form.
   */
  steps(
    plan: Plan,
    networks: readonly UNetNetwork[],
    sizeOf: (halves: StepForm['halves']) => UNetSize,
    profile?: string,
  ): Steps {
    const options = { ...this.#options, ...(profile === undefined ? {} : { profile }) };
    return stepsOf(plan, networks, sizeOf, { device: this.#device, options, cache: this.#cache });
  }

  /** To be told when a generation is done with its text encoders, or its UNets: a small machine gives them back. */
  async finished(networks: 'text encoders' | 'unets'): Promise<void> {
    if (this.#options.memory !== 'small') return;
    const prefix = networks === 'unets' ? UNET_KEY : TEXT_ENCODER_KEY;
    await this.#cache.unload((key) => key.startsWith(prefix));
  }

  /** Between generations: unloads what was not used for longest, down to the capacity. */
  trim(): Promise<void> {
    return this.#cache.trim();
  }

  dispose(): Promise<void> {
    return this.#cache.dispose();
  }

  /** Whose weights no other session reads, as a rule: they may be laid out for it, and it is faster by that (ADR 5). */
  #autoencoder(key: string, build: () => Graph, precision = this.#precision): Promise<Session> {
    const { folder } = this.#model.vae.weights;
    return this.#cache.get(`${key} ${precision}`, async () => {
      const options = await this.#optionsFor(precision);
      const weightLayout = options.memory === 'small' ? 'shared' : 'own';
      return createSession(build(), folder, this.#device, { ...options, weightLayout });
    });
  }

  /** In another precision than its own, a device may have other operators wrong. */
  async #optionsFor(precision: FloatType): Promise<DeviceOptions> {
    if (precision === this.#precision) return this.#options;
    const { spelledOut: _, ...options } = this.#options;
    return (await selfTest(this.#device, { ...options, precision })).options;
  }
}
