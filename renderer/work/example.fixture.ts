/** UNets that the tests draw and count, and a composition on one of them. */
import { presetOf, resolvePreset } from '../../native-models/strategy/presets.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { builtInConfig } from '../../native-models/unet/built-in.ts';
import { architectureOf } from '../../native-models/unet/config.ts';
import { oneHalf, unetCost } from '../../native-models/unet/cost.ts';
import type { ModelCost } from '../../preload/contract/model.ts';
import type { Composition } from './composition.ts';

/** The published shapes. */
export const SD = architectureOf(builtInConfig('sd15'));
export const BASE = architectureOf(builtInConfig('bk-base'));
export const TINY = architectureOf(builtInConfig('bk-tiny'));

const costOf = (id: 'sd15' | 'bk-base') => unetCost(builtInConfig(id), oneHalf(64, 64)) as ModelCost;
export const SD_COST = costOf('sd15');
export const BASE_COST = costOf('bk-base');

export const CO6 = resolvePreset(presetOf('CO6'), SD).inherited;

/** CO6 P5†, as the paper has it. */
export const START: Composition = {
  mask: CO6,
  mode: parseMode('P5+'),
  semantics: 'residual',
  switching: [],
  precision: 'float32',
  program: null,
  on: true,
};
