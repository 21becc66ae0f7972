/** Models as a real host would list them, with costs counted on their real graphs. Development only. */
import type { UnitId } from '../../native-models/strategy/architecture.ts';
import { builtInConfig, type BuiltInModel } from '../../native-models/unet/built-in.ts';
import { architectureOf, type UNetConfig } from '../../native-models/unet/config.ts';
import { inheritCost, oneHalf, unetCost } from '../../native-models/unet/cost.ts';
import { inheritanceOf } from '../../native-models/unet/inheritance.ts';
import { unitsOf } from '../../native-models/strategy/architecture.ts';
import type { Calibration, Model, ModelCost } from '../../preload/contract/model.ts';

const SCALE_FACTOR = 8;
const SD1 = {
  name: 'Stable Diffusion 1.x',
  goodFor: 'any subject; most prompts, styles and retrained models are made for it',
};
const SD2 = {
  name: 'Stable Diffusion 2.x',
  goodFor: 'photographs and large pictures; a negative prompt helps it more than 1.x',
};

function sdModel(id: BuiltInModel, name: string, bytes: number, parameters: number): Model {
  const config = builtInConfig(id);
  return {
    id,
    name,
    path: `/models/${id}`,
    embedded: false,
    downloaded: false,
    missing: false,
    format: 'diffusers',
    family: id === 'sd21' ? SD2 : SD1,
    bytes,
    dtype: 'float16',
    parameters,
    architecture: { blocks: [...architectureOf(config).blocks] },
    unet: {
      inChannels: config.inChannels,
      outChannels: config.outChannels,
      crossAttentionDim: config.crossAttentionDim,
      predicts: id === 'sd21' ? 'v_prediction' : 'epsilon',
    },
    defaultSize: id === 'sd21' ? { width: 768, height: 768 } : { width: 512, height: 512 },
    scaleFactor: SCALE_FACTOR,
    scheduler: 'pndm',
    licence: 'CreativeML Open RAIL-M',
    recommended: {
      steps: 50,
      guidanceScale: 7.5,
      negativePrompt: null,
      prompts: ['a watercolour fox in the snow, morning light'],
    },
    notes: [],
    problem: null,
  };
}

export const FIXTURE_MODELS: readonly Model[] = [
  sdModel('sd15', 'SD 1.5', 2_132_856_622, 1_066_235_307),
  sdModel('bk-base', 'BK-SDM Base', 1_324_000_000, 786_000_000),
  sdModel('bk-tiny', 'BK-SDM Tiny', 812_000_000, 530_000_000),
  sdModel('sd21', 'SD 2.1', 2_580_000_000, 1_289_000_000),
  {
    ...sdModel('sd21', 'broken-merge', 4_000, 0),
    id: 'broken',
    architecture: null,
    unet: null,
    problem:
      'broken-merge.safetensors: the header announces 812 tensors, but the file ends after 4 kB. Download it again.',
  },
];

export function fixtureCost(modelId: string, width: number, height: number): ModelCost {
  const { units, ...rest } = unetCost(configOf(modelId), oneHalf(height / SCALE_FACTOR, width / SCALE_FACTOR));
  return { ...rest, units: [...units] };
}

export function fixtureInheritCost(modelId: string, width: number, height: number, inherit: readonly UnitId[]) {
  const config = configOf(modelId);
  const inheritance = inheritanceOf(config, inherit, 'boundary');
  return inheritCost(config, oneHalf(height / SCALE_FACTOR, width / SCALE_FACTOR), inheritance);
}

/** A plausible calibration: change is largest early, and later in the units near the output. */
export function fixtureCalibration(modelId: string, calls: number): Calibration {
  const cost = fixtureCost(modelId, 512, 512);
  const units = unitsOf(architectureOf(configOf(modelId)));
  return {
    modelId,
    width: 512,
    height: 512,
    calls,
    created: '2025-11-20T10:00:00.000Z',
    units: units.map(({ id }, index) => {
      const late = index / units.length;
      const change = Array.from({ length: calls - 1 }, (_, call) => {
        const t = call / calls;
        return 0.02 + 0.11 * (1 - late) * Math.exp(-t * 6) + 0.07 * late * t ** 2;
      });
      return { id, change, milliseconds: cost.units[index]!.macs / 4.9e8 };
    }),
  };
}

function configOf(modelId: string): UNetConfig {
  return builtInConfig(modelId as BuiltInModel);
}
