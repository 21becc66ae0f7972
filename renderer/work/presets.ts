/** Presets as the studio offers them, and where a person begins. */
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import type { Mask } from '../../native-models/strategy/mask.ts';
import { type Preset, type PresetId, presetOf, PRESETS, resolvePreset } from '../../native-models/strategy/presets.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { type Composition, sameMask } from './composition.ts';

/** The ones worth trying first, by the paper's scores and how sure we are of them; the rest follows in the paper's order. */
const FIRST: readonly PresetId[] = ['CO6', 'CO5', 'CO3', 'EX3', 'RI', 'LI1', 'DE3', 'AI'];

/** What a person sees first: strong evidence, and the largest gain of the paper's recommended ones. */
export const FIRST_PRESET: PresetId = 'CO6';

/** Before a model is chosen, and with it the mask of the first preset. */
export const FIRST_COMPOSITION: Composition = {
  mask: [],
  mode: parseMode('P5+'),
  semantics: 'residual',
  switching: [],
  precision: 'float32',
  program: null,
  on: true,
};

/** The presets in the order in which they are offered. */
export function inOrder(presets: readonly Preset[]): readonly Preset[] {
  const rank = ({ id }: Preset) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return presets.toSorted((a, b) => rank(a) - rank(b));
}

/** The preset that a mask is; null for any other. One that leaves a small UNet nothing to compute is no preset for it. */
export function presetOfMask(mask: Mask, architecture: Architecture): Preset | null {
  return (
    PRESETS.find((preset) => {
      const { computed, inherited } = resolvePreset(preset, architecture);
      return computed.length > 0 && sameMask(inherited, mask);
    }) ?? null
  );
}

/** The preset's mask; on a UNet that has nothing of it, that of the first preset which leaves something to compute. */
export function maskOfPreset(id: string, architecture: Architecture): Mask {
  const resolved = [presetOf(id), ...inOrder(PRESETS)].map((preset) => resolvePreset(preset, architecture));
  return resolved.find(({ computed }) => computed.length > 0)?.inherited ?? [];
}
