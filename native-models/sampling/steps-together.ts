import { RequestError } from '../errors.ts';
import { keptName } from '../graph/conditional.ts';
import { createSession, dispose } from '../runtime/session.ts';
import { zeros } from '../runtime/warm-up.ts';
import type { Plan } from '../strategy/plan.ts';
import { buildConditionalStep, INHERIT_INPUT } from '../unet/step.ts';
import { type FormOfUNet, keyOf, predictionOf, type Sessions, type Step } from './step.ts';

/**
 * One session with branches for a form that computes everything and one that inherits; the features stay on the device.
 * @throws RequestError where the forms are not those two.
 */
export function together(
  forms: readonly FormOfUNet[],
  { device, options, cache }: Sessions,
  calls: Plan['calls'],
): readonly Step[] {
  const inheriting = forms.filter(({ inherit }) => inherit);
  const problem = cannotShare(forms, inheriting, calls);
  if (problem) {
    throw new RequestError(
      `device ${device}: it holds a copy of the weights for each session, so a UNet has one there, for everything and for one mask; ` +
        `this program ${problem}. Choose the device cpu, or a program with one mask and no sums`,
    );
  }
  const [{ config, weights, size, inherit }] = inheriting as [FormOfUNet];
  const { features } = inherit!;
  const names = features.map(({ name }) => name);
  const key = keyOf(weights, device, options, size, ['together', names, inheriting[0]!.form.inherits]);
  const keeping = { outputs: names, inputs: names.map(keptName), stays: true };
  const build = () => buildConditionalStep(config, weights, size, inherit!);
  const session = () => cache.get(key, () => createSession(build(), weights.folder, device, options, keeping));
  return forms.map((form) => ({
    reads: form.inherit ? names : [],
    session,
    async run(inputs, given, keeps) {
      const loaded = await session();
      // A full step reads no features, but has to be fed some: those of the last one cost nothing, they are there.
      const features = given
        ? Object.fromEntries(names.map((name) => [keptName(name), given[name]!]))
        : zeros({ inputs: loaded.inputs.filter(({ name }) => keeping.inputs.includes(name)) });
      const feeds = { ...inputs, ...features, [INHERIT_INPUT]: Uint8Array.of(form.inherit ? 1 : 0) };
      const { fetches, kept } = await loaded.runKeeping(feeds);
      if (!keeps) dispose(kept);
      return { output: predictionOf(fetches, options), left: keeps ? kept : {} };
    },
  }));
}

/** Why the forms of a UNet cannot be one session with branches; null where they can. */
function cannotShare(
  forms: readonly FormOfUNet[],
  inheriting: readonly FormOfUNet[],
  calls: Plan['calls'],
): string | null {
  if (inheriting.length > 1) return `inherits ${inheriting.length} different masks`;
  if (forms.some(({ form }) => form.halves !== forms[0]!.form.halves))
    return 'computes one half of the guidance at some calls';
  if (inheriting[0]!.leaves.length > 0) return 'inherits from calls that inherit themselves';
  const sources = calls.flatMap((call) => (call.form === null ? [] : call.reads.map(({ source }) => source)));
  if (sources.some((source) => source.length > 1 || source[0]!.weight !== 1))
    return 'sums the features of several calls';
  return null;
}
