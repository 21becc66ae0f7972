import type { Semantics } from '../../native-models/vocabulary.ts';
import { type PresetId, presetOf, resolvePreset } from '../../native-models/strategy/presets.ts';
import { builtInConfig } from '../../native-models/unet/built-in.ts';
import { architectureOf } from '../../native-models/unet/config.ts';
import { inheritCost, oneHalf } from '../../native-models/unet/cost.ts';
import { inheritanceOf } from '../../native-models/unet/inheritance.ts';

const config = builtInConfig('sd15');
const SIDE = 64;
const shares = new Map<string, number>();

/** The specification's c: MACs of an inherit step of the preset over those of a full one, at 512x512. */
export function macShareOf(preset: PresetId, semantics: Semantics): number {
  const key = `${preset} ${semantics}`;
  const known = shares.get(key);
  if (known !== undefined) return known;
  const { inherited } = resolvePreset(presetOf(preset), architectureOf(config));
  const { macShare } = inheritCost(config, oneHalf(SIDE, SIDE), inheritanceOf(config, inherited, semantics));
  shares.set(key, macShare);
  return macShare;
}
