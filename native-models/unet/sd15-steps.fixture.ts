/** The graphs of Stable Diffusion 1.5: the full step, and every preset's inherit step. No weights, no runs. */
import type { Semantics } from '../vocabulary.ts';
import { absentWeights } from '../graph/weights.ts';
import type { Graph } from '../graph/graph.ts';
import type { UnitId } from '../strategy/architecture.ts';
import { PRESETS, resolvePreset } from '../strategy/presets.ts';
import { builtInConfig } from './built-in.ts';
import { architectureOf } from './config.ts';
import { oneHalf } from './cost.ts';
import { inheritanceOf } from './inheritance.ts';
import { buildFullStep, buildInheritStep, type Feature, type InheritStep } from './step.ts';

const config = builtInConfig('sd15');
const size = oneHalf(64, 64);

export const architecture = architectureOf(config);

export const fullStep = (extract: readonly Feature[] = []): Graph =>
  buildFullStep(config, absentWeights, size, extract);

export interface PresetStep extends InheritStep {
  readonly name: string;
  readonly semantics: Semantics;
  readonly computed: readonly UnitId[];
  readonly inherited: readonly UnitId[];
}

export const INHERIT_STEPS: readonly PresetStep[] = PRESETS.flatMap((preset) => {
  const { computed, inherited } = resolvePreset(preset, architecture);
  return (['residual', 'boundary'] as const).map((semantics) => {
    const step = buildInheritStep(config, absentWeights, size, inheritanceOf(config, inherited, semantics));
    return { name: `${preset.id} ${semantics}`, semantics, computed, inherited, ...step };
  });
});

/** How often each operator stands in a graph, or in one scope of it. */
export function operatorsOf({ nodes }: Graph, scope?: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const node of nodes) {
    if (scope === undefined || node.scope === scope) counts[node.op] = (counts[node.op] ?? 0) + 1;
  }
  return counts;
}
