import { RequestError } from '../errors.ts';

/** Largest seed plus one: beyond it a number no longer holds every integer. */
const SEED_LIMIT = 2 ** 53;
const TWO_PI = 2 * Math.PI;
const TWO_PI_F32 = Math.fround(TWO_PI);

/** mt19937 (Matsumoto and Nishimura 1998) as torch's CPU generator seeds it: `next()` gives uniform 32-bit integers. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let index = 624;

  const twist = () => {
    for (let i = 0; i < 624; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
      state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    index = 0;
  };

  return () => {
    if (index === 624) twist();
    let y = state[index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

/**
 * The numbers `torch.randn(..., generator=torch.Generator('cpu').manual_seed(seed))` gives, call after call.
 * Integers are torch's own; the last bit of a float may differ, because torch's vectorised log and cos round differently.
 * After ATen's `native/cpu/DistributionTemplates.h` (normal_fill) and `core/DistributionsHelper.h`.
 */
export class TorchGenerator {
  readonly #next: () => number;
  #spareNormal: number | null = null;

  /** @param seed 0 <= seed < 2^53; torch's mt19937 takes its low 32 bits. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= SEED_LIMIT) {
      throw new RequestError(`seed: expected a whole number from 0 to 2^53 - 1, found ${seed}`);
    }
    this.#next = mersenneTwister(seed % 2 ** 32);
  }

  /** `size` standard normal numbers. */
  randn(size: number): Float32Array {
    return size < 16 ? Float32Array.from({ length: size }, () => this.#normal()) : this.#fill(new Float32Array(size));
  }

  /** ATen normal_fill: Box-Muller over groups of 16; a ragged end is drawn anew together with what precedes it. */
  #fill(data: Float32Array): Float32Array {
    this.#fillUniform(data);
    for (let start = 0; start + 16 <= data.length; start += 16) boxMuller16(data.subarray(start, start + 16));
    if (data.length % 16 !== 0) {
      const last = data.subarray(data.length - 16);
      this.#fillUniform(last);
      boxMuller16(last);
    }
    return data;
  }

  /** 24 random bits each: what an f32 in [0, 1) holds. */
  #fillUniform(data: Float32Array): void {
    for (let i = 0; i < data.length; i++) data[i] = (this.#next() & 0xffffff) / 2 ** 24;
  }

  /** ATen normal_distribution<double>: one Box-Muller pair, its second half kept for the next number. */
  #normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    const theta = TWO_PI * this.#uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.#uniform53()));
    this.#spareNormal = radius * Math.sin(theta);
    return radius * Math.cos(theta);
  }

  /** 53 random bits: two draws, the first one the high half. */
  #uniform53(): number {
    const high = this.#next() & 0x1fffff;
    return (high * 2 ** 32 + this.#next()) / 2 ** 53;
  }
}

/** ATen normal_fill_16: element j gives the radius, j + 8 the angle; 1 - u keeps log away from zero. Rounds as f32 does. */
function boxMuller16(group: Float32Array): void {
  for (let j = 0; j < 8; j++) {
    const radius = Math.fround(Math.sqrt(-2 * Math.fround(Math.log(1 - group[j]!))));
    const theta = Math.fround(TWO_PI_F32 * group[j + 8]!);
    group[j] = radius * Math.fround(Math.cos(theta));
    group[j + 8] = radius * Math.fround(Math.sin(theta));
  }
}
