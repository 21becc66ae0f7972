import { absentWeights } from '../graph/weights.ts';
import { type Count, countByScope, totalMacs } from '../graph/count.ts';
import { size as elements } from '../graph/operators.ts';
import { type UnitId, unitsOf } from '../strategy/architecture.ts';
import { architectureOf, type UNetConfig } from './config.ts';
import type { Inheritance } from './inheritance.ts';
import { buildFullStep, buildInheritStep } from './step.ts';
import type { FeatureName } from '../strategy/features.ts';
import type { UNetSize } from './context.ts';
import { buildUNet } from './unet.ts';

export const CLIP_TOKENS = 77;

/** One guidance half at the given latents. @param chunks of its prompt, one window of the text encoder each. */
export function oneHalf(height: number, width: number, chunks = 1): UNetSize {
  return { batch: 1, height, width, tokens: CLIP_TOKENS * chunks };
}

export interface UnitCost {
  readonly id: UnitId;
  /** Multiply-accumulates of F for one picture and one guidance half. */
  readonly macs: number;
  readonly parameters: number;
  /** Bytes of the unit's F in f32: what inheriting it costs in cache. */
  readonly outputBytes: number;
}

export interface UNetCost {
  readonly macs: number;
  readonly parameters: number;
  readonly units: readonly UnitCost[];
  /** What every step computes whatever is inherited: conv_in, conv_out, time embedding, samplers, shortcuts. */
  readonly always: { readonly macs: number; readonly parameters: number };
}

/** What each unit of a UNet costs, counted on the graph itself. Attention products are counted. */
export function unetCost(config: UNetConfig, size: UNetSize): UNetCost {
  const outputBytes = new Map<FeatureName, number>();
  const graph = buildUNet(config, absentWeights, size, (name, value) => {
    outputBytes.set(name, elements(value.shape) * Float32Array.BYTES_PER_ELEMENT);
    return value;
  });
  const counts = countByScope(graph);
  const units = unitsOf(architectureOf(config)).map(({ id }): UnitCost => ({
    id,
    ...counts.get(id)!,
    outputBytes: outputBytes.get(`F:${id}`)!,
  }));
  const macs = sum('macs', counts.values());
  const parameters = sum('parameters', counts.values());
  return {
    macs,
    parameters,
    units,
    always: {
      macs: macs - sum('macs', units),
      parameters: parameters - sum('parameters', units),
    },
  };
}

function sum(key: keyof Count, counts: Iterable<Count>): number {
  return [...counts].reduce((total, count) => total + count[key], 0);
}

export interface InheritCost {
  /** MACs of an inherit step over those of a full step: the specification's c. */
  readonly macShare: number;
  /** Bytes of the feature cache in f32, for `size`. */
  readonly cacheBytes: number;
}

/** Of a full step, as {@link unetCost} has them. Every run asks, most of one UNet at one size: counted once for each. */
export function fullStepMacs(config: UNetConfig, size: UNetSize): number {
  const counted = FULL_STEPS.get(config) ?? new Map<string, number>();
  FULL_STEPS.set(config, counted);
  const key = [size.batch, size.height, size.width, size.tokens].join();
  const macs = counted.get(key) ?? totalMacs(buildFullStep(config, absentWeights, size));
  counted.set(key, macs);
  return macs;
}

const FULL_STEPS = new WeakMap<UNetConfig, Map<string, number>>();

/** What an inherit step costs, counted on the pruned graph that would run. */
export function inheritCost(config: UNetConfig, size: UNetSize, inheritance: Inheritance): InheritCost {
  const full = fullStepMacs(config, size);
  const { graph, features } = buildInheritStep(config, absentWeights, size, inheritance);
  return {
    macShare: totalMacs(graph) / full,
    cacheBytes: features.reduce((sum, { shape }) => sum + elements(shape) * Float32Array.BYTES_PER_ELEMENT, 0),
  };
}
