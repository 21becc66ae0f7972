import { DeviceTensor } from '../runtime/device-tensor.ts';
import { type SessionTensor, dispose, type KeptOutputs } from '../runtime/session.ts';
import { linear } from '../solvers/linear.ts';
import type { FeatureName } from '../strategy/features.ts';
import { type Lifetime, lifetimesOf } from '../strategy/lifetime.ts';
import type { ComputedCall, Plan } from '../strategy/plan.ts';
import type { Source } from '../strategy/strategy.ts';

/** Features by name: here, or on the device that made them. */
export type Features = KeptOutputs;

export interface StoreOptions {
  /** Whether the halves of the guidance are both computed where a form says so. */
  readonly guided: boolean;
  /** Whether the last features are kept until the next: a device with both steps in one session has to be fed some (steps.ts). */
  readonly keepsSpare?: boolean;
}

/**
 * What calls left for later ones, until the last of those has read it. One run makes one and drops it, so nothing can leak between
 * runs, sizes or batches; the plan never lets a call read what another UNet left; the guidance halves are rows of the same
 * tensors and stay apart as rows do.
 */
export class FeatureStore implements Disposable {
  readonly #plan: Plan;
  readonly #options: StoreOptions;
  readonly #lifetimes: readonly Lifetime[];
  readonly #entries = new Map<number, Map<string, SessionTensor>>();
  #latest: number | null = null;
  #peakBytes = 0;

  constructor(plan: Plan, options: StoreOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#lifetimes = lifetimesOf(plan);
  }

  /** The most that the features took at one time, in bytes; those on a device are not counted. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  /** Whether later calls read anything of what `call` leaves. */
  isRead(call: number): boolean {
    return this.#lifetimes[call]!.features.size > 0;
  }

  /** Keeps of `left` what later calls read of `call`, and gives back the rest. */
  put(call: number, left: Features): void {
    this.#drop(this.#latest === call ? null : this.#latest, call - 1);
    this.#disposeAll(call);
    const wanted = this.#lifetimes[call]!.features;
    const entry = new Map<string, SessionTensor>();
    for (const [name, tensor] of Object.entries(left)) {
      if (wanted.has(name as FeatureName)) entry.set(name, tensor);
      else dispose({ [name]: tensor });
    }
    if (entry.size === 0) return;
    this.#entries.set(call, entry);
    this.#latest = call;
    this.#peakBytes = Math.max(this.#peakBytes, this.#bytes());
  }

  /**
   * Puts `left` in the place of what `planned` would have read, for the calls after it that name the same earlier calls.
   * Features that none of them reads are given back.
   */
  replace({ reads }: ComputedCall, left: Features): void {
    for (const { features, source } of reads) {
      const entry = this.#entries.get(source[0]!.call);
      for (const name of features) {
        const [before, now] = [entry?.get(name), left[name]];
        if (!entry || !before || !now) continue;
        dispose({ [name]: before });
        entry.set(name, now);
      }
    }
  }

  /**
   * What `planned` is fed for the features in `names`.
   * @throws Error where an earlier call did not leave one: a plan never asks for that.
   */
  feed({ call, form, reads }: ComputedCall, names: readonly string[]): Features {
    const { halves } = this.#plan.forms[form]!;
    const sources = new Map<string, Source>(
      reads.flatMap(({ features, source }) => features.map((name) => [name, source] as const)),
    );
    return Object.fromEntries(
      names.map((name) => {
        const terms = sources.get(name)!.map(({ call: from, weight }) => {
          const tensor = this.#entries.get(from)?.get(name);
          if (!tensor)
            throw new Error(`feature store: call ${call} asked for ${name} of call ${from}, which left none`);
          return [weight, halves === 'conditional' ? this.#conditional(tensor, from) : tensor] as const;
        });
        return [name, sumOf(terms)];
      }),
    );
  }

  /** What the last call that left anything left, where it was UNet number `unet`'s. */
  spare(unet: number): Features | null {
    const latest = this.#latest;
    if (latest === null || this.#plan.calls[latest]!.unet !== unet) return null;
    const entry = this.#entries.get(latest);
    return entry ? Object.fromEntries(entry) : null;
  }

  /** To be told that `call` is over: what nothing after it reads is given back. */
  finished(call: number): void {
    for (const from of this.#entries.keys()) {
      if (this.#options.keepsSpare && from === this.#latest) continue;
      this.#drop(from, call);
    }
  }

  [Symbol.dispose](): void {
    for (const call of this.#entries.keys()) this.#disposeAll(call);
    this.#latest = null;
  }

  /** Gives back what call `from` left and no call after `now` reads. */
  #drop(from: number | null, now: number): void {
    const entry = from === null ? undefined : this.#entries.get(from);
    if (!entry) return;
    for (const [name, tensor] of entry) {
      if (this.#lifetimes[from!]!.features.get(name as FeatureName)! > now) continue;
      dispose({ [name]: tensor });
      entry.delete(name);
    }
    if (entry.size === 0) this.#entries.delete(from!);
  }

  #disposeAll(call: number): void {
    dispose(Object.fromEntries(this.#entries.get(call) ?? []));
    this.#entries.delete(call);
  }

  /** The rows of the prompt's half: the second half of what a call with both left. */
  #conditional(tensor: SessionTensor, from: number): SessionTensor {
    const { form } = this.#plan.calls[from]!;
    const both = this.#options.guided && form !== null && this.#plan.forms[form]!.halves === 'both';
    if (!both || tensor instanceof DeviceTensor) return tensor;
    return tensor.subarray(tensor.length / 2);
  }

  #bytes(): number {
    const tensors = [...this.#entries.values()].flatMap((entry) => [...entry.values()]);
    return tensors.reduce((sum, tensor) => sum + (tensor instanceof DeviceTensor ? 0 : tensor.byteLength), 0);
  }
}

/** A weighted sum; the tensor itself where it is one with weight 1. Sums in f64. */
function sumOf(terms: readonly (readonly [weight: number, tensor: SessionTensor])[]): SessionTensor {
  const [weight, first] = terms[0]!;
  if (terms.length === 1 && weight === 1) return first;
  const here = terms.map(([weight, tensor]) => {
    if (tensor instanceof DeviceTensor) throw new Error('feature store: a sum of what lies on a device');
    return [weight, tensor] as const;
  });
  const sum = linear(...here);
  return here[0]![1] instanceof Float16Array ? Float16Array.from(sum) : sum;
}
