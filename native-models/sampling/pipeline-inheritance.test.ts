/** Whole runs with inheritance and switching, held against the PyTorch oracle and the DeepCache package. */
import type { Semantics } from '../vocabulary.ts';
import { describe, expect, test } from 'vitest';
import { recordedJson, recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { type PresetId, strategyFromPreset } from '../strategy/presets.ts';
import { unitsOf } from '../strategy/architecture.ts';
import { FULL, parseMode } from '../strategy/sampling-mode.ts';
import { select } from '../strategy/selector.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { type RecordedRecipe, requestOf } from '../reference/recipe.ts';
import { LATENTS, pipelineOf, rowsOf, trace } from './recorded-run.fixture.ts';

describe('feature inheritance, as the PyTorch oracle computes it (hooks on diffusers, Eq. 3 and 4)', () => {
  interface Oracle extends RecordedRecipe {
    readonly full_calls: Record<string, readonly number[]>;
    readonly presets: Record<string, { computed: readonly string[]; inherited: readonly string[] }>;
  }

  describe.each(['sd1', 'sd2', 'bk-tiny'])('%s', (family) => {
    const recorded = recordedTensors(`inheritance/${family}.safetensors`);
    const oracle = recordedJson<Oracle>(`inheritance/${family}.json`);
    const cases = Object.keys(oracle.presets).flatMap((preset) =>
      ['P5+', 'P2+', 'P5'].flatMap((mode) =>
        (['residual', 'boundary'] as const)
          .filter((semantics) => recorded.has(`${preset}.${mode}.${semantics}`))
          .map((semantics) => [preset, mode, semantics] as const),
      ),
    );

    test.each(cases)('%s %s %s', async (preset, mode, semantics) => {
      const pipeline = await pipelineOf(family);
      const strategy = strategyFromPreset(preset as PresetId, pipeline.model.architecture, parseMode(mode), semantics);
      expect(strategy.inherit).toEqual(oracle.presets[preset]!.inherited);
      const { result, latents } = await trace(family, {
        ...requestOf({ ...oracle, width: 64, height: 64 }, 'pndm'),
        strategy,
      });
      const fullCalls = result.timings.filter(({ step }) => step === 'full').map(({ call }) => call);
      expect(fullCalls).toEqual(oracle.full_calls[mode]);
      expect(relativeError(latents.at(-1)!, recorded(`${preset}.${mode}.${semantics}`).data)).toBeLessThan(LATENTS);
    });
  });
});

describe('multi-UNet switching', () => {
  const recorded = recordedTensors('inheritance/switching.safetensors');
  const recipe = requestOf(recordedJson('sd1/text-to-image.json'), 'pndm');

  test.each(['none', 'CO3.P5.residual', 'CO3.P5.boundary'])(
    'sd1 for 10 calls, then its Base student: %s',
    async (name) => {
      const { model } = await pipelineOf('sd1');
      const [preset, mode, semantics] = name.split('.') as [string, string?, Semantics?];
      const inheritance =
        mode && semantics
          ? strategyFromPreset(preset as PresetId, model.architecture, parseMode(mode), semantics)
          : { name, inherit: [], mode: FULL, semantics: 'residual' as const, precision: 'float32' as const };
      const base = recordingPath('sd1/base-unet');
      const switching = [
        { unet: model.path, calls: 10 },
        { unet: base, calls: 10 },
      ];
      const { result, latents } = await trace('sd1', { ...recipe, strategy: { ...inheritance, switching } });
      const truth = recorded(name);
      const last = truth.shape.length === 4 ? rowsOf(truth).at(-1)! : truth.data;
      expect(relativeError(latents.at(-1)!, last)).toBeLessThan(LATENTS);
      const full = result.timings.filter(({ step }) => step === 'full').map(({ call }) => call);
      if (mode) expect(full).toEqual([0, 5, 10, 15, 20]);
    },
  );

  test('a UNet that predicts something else cannot take a turn', async () => {
    const { model } = await pipelineOf('sd1');
    const switching = [
      { unet: model.path, calls: 10 },
      { unet: recordingPath('sd2/model'), calls: 10 },
    ];
    const strategy = {
      name: 'mixed',
      inherit: [],
      mode: FULL,
      semantics: 'residual' as const,
      switching,
      precision: 'float32' as const,
    };
    await expect(trace('sd1', { ...recipe, strategy })).rejects.toThrow(
      "it predicts v_prediction, the run's own UNet epsilon",
    );
  });
});

describe('boundary semantics is what the DeepCache package computes', () => {
  const recorded = recordedTensors('inheritance/deepcache.safetensors');
  const recipe = requestOf(recordedJson('sd1/text-to-image.json'), 'ddim');
  const branches: Record<string, string> = { branch0: 'up3.2', branch1: 'dn0.0 up3.1 up3.2', branch2: 'dn0 up3' };

  test.each(Object.keys(branches).flatMap((branch) => [2, 5].map((period) => [branch, period] as const)))(
    '%s at interval %i',
    async (branch, period) => {
      const { architecture } = (await pipelineOf('sd1')).model;
      const computed = new Set(select(branches[branch]!, architecture).units);
      const strategy: Strategy = {
        name: branch,
        inherit: unitsOf(architecture)
          .map(({ id }) => id)
          .filter((id) => !computed.has(id)),
        mode: { kind: 'periodic', period, tail: 0 },
        semantics: 'boundary',
        switching: [],
        precision: 'float32' as const,
      };
      const { latents } = await trace('sd1', { ...recipe, strategy });
      expect(relativeError(latents.at(-1)!, recorded(`${branch}.P${period}`).data)).toBeLessThan(LATENTS);
    },
  );
});
