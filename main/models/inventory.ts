/** What can be known before any picture is made: presets and their shares, the cost of a strategy, a model's units. */
import { modeText } from '../../native-models/strategy/describe.ts';
import type { SamplerId, Semantics } from '../../native-models/vocabulary.ts';
import { createSampler } from '../../native-models/solvers/create-sampler.ts';
import { inheritanceOf } from '../../native-models/unet/inheritance.ts';
import type { UnitId } from '../../native-models/strategy/architecture.ts';
import { unitsOf } from '../../native-models/strategy/architecture.ts';
import { costsOf, idealSpeedup } from '../../native-models/strategy/cost.ts';
import { countFull, planRun } from '../../native-models/strategy/plan.ts';
import { PRESETS, resolvePreset } from '../../native-models/strategy/presets.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { inheritCost, oneHalf, unetCost } from '../../native-models/unet/cost.ts';
import type { ModelDescription } from './describe-model.ts';

/** Latents' height and width. */
export interface LatentSize {
  readonly height: number;
  readonly width: number;
}

/**
 * Every preset on this model: which units it computes, what an inherit step costs (share of MACs), what its cache holds
 * (bytes).
 */
export function presetList({ config, architecture }: ModelDescription, semantics: Semantics, size: LatentSize) {
  return PRESETS.map((preset) => {
    const { computed, inherited, leftOut } = resolvePreset(preset, architecture);
    const inheritance = inheritanceOf(config, inherited, semantics);
    const { macShare, cacheBytes } = inheritCost(config, oneHalf(size.height, size.width), inheritance);
    const { id, title, standing, evidence } = preset;
    return { id, title, computed, inherited, leftOut, macShare, cacheBytes, standing, evidence };
  });
}

/** `size`: of the latents. */
export interface CostOptions {
  readonly strategy: Strategy | null;
  readonly steps: number;
  readonly scheduler: SamplerId;
  readonly size: LatentSize;
}

/** For one guidance half; with guidance every call does twice that, and keeps twice the cache. */
export function costOf({ name, config, architecture }: ModelDescription, options: CostOptions) {
  const { strategy, steps, scheduler, size } = options;
  const half = oneHalf(size.height, size.width);
  const cost = unetCost(config, half);
  const calls = createSampler(scheduler, {}, steps).timesteps.length;
  const plan = planRun(strategy && { ...strategy, switching: [] }, calls, [architecture]);
  const mask = plan.unets[0]?.mask ?? [];
  const { macShare, cacheBytes } =
    mask.length > 0
      ? inheritCost(config, half, inheritanceOf(config, mask, plan.semantics))
      : { macShare: 1, cacheBytes: 0 };
  const inherits = (id: UnitId) => mask.includes(id);
  return {
    model: name,
    strategy: strategy?.name ?? 'none',
    mode: strategy ? modeText(strategy) : null,
    semantics: strategy?.semantics ?? null,
    scheduler,
    steps,
    latents: size,
    calls,
    fullCalls: countFull(plan),
    inheritCalls: calls - countFull(plan),
    macs: cost.macs,
    parameters: cost.parameters,
    macShare,
    idealSpeedup: idealSpeedup(
      plan,
      costsOf(plan, [cost.macs], () => macShare),
    ),
    cacheBytes,
    units: cost.units.map((unit) => ({ ...unit, inherits: inherits(unit.id) })),
    always: cost.always,
    warnings: plan.warnings,
  };
}

/** A model's description with its units, each with MACs and parameters, at the model's own size. */
export function inspection(description: ModelDescription) {
  const { name, path, format, config, architecture, parameters, dtype, predicts, notes } = description;
  const { scheduler, schedulerClass, warnings } = description;
  const { units, always } = unetCost(config, oneHalf(config.sampleSize, config.sampleSize));
  return {
    name,
    path,
    format,
    architecture,
    channels: config.down.map(({ channels }) => channels),
    crossAttentionDim: config.crossAttentionDim,
    latents: { height: config.sampleSize, width: config.sampleSize, channels: config.inChannels },
    predicts,
    notes,
    scheduler,
    schedulerClass,
    warnings,
    dtype,
    parameters,
    unitCount: unitsOf(architecture).length,
    units,
    always,
  };
}
