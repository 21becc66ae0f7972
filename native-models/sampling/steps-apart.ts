import { createSession } from '../runtime/session.ts';
import { buildFullStep } from '../unet/step.ts';
import { type FormOfUNet, keyOf, predictionOf, type Sessions, type Step } from './step.ts';

/** A session for each form; the features travel through memory. */
export function apart(forms: readonly FormOfUNet[], sessions: Sessions): readonly Step[] {
  return forms.map((form) => stepApart(form, sessions));
}

function stepApart(
  { form, config, weights, size, inherit, leaves }: FormOfUNet,
  { device, options, cache }: Sessions,
): Step {
  const reads = inherit?.features.map(({ name }) => name) ?? [];
  const build = () =>
    inherit?.graph ??
    buildFullStep(
      config,
      weights,
      size,
      leaves.map((name) => ({ name })),
    );
  const key = keyOf(weights, device, options, size, ['apart', form.inherits, reads, leaves]);
  const carried = { inputs: reads, outputs: leaves };
  const session = () => cache.get(key, () => createSession(build(), weights.folder, device, options, carried));
  return {
    reads,
    session,
    async run(inputs, features, keeps) {
      const loaded = await session();
      const feeds = inherit ? { ...inputs, ...features } : inputs;
      if (!keeps || leaves.length === 0) return { output: predictionOf(await loaded.run(feeds), options), left: {} };
      const { fetches, kept } = await loaded.runKeeping(feeds);
      return { output: predictionOf(fetches, options), left: kept };
    },
  };
}
