import type { Plan, StepForm } from '../strategy/plan.ts';
import type { UNetSize } from '../unet/context.ts';
import { inheritanceOf } from '../unet/inheritance.ts';
import { buildInheritStep } from '../unet/step.ts';
import type { DeviceId } from '../vocabulary.ts';
import type { FormOfUNet, Sessions, Step, Steps, UNetNetwork } from './step.ts';
import { apart } from './steps-apart.ts';
import { together } from './steps-together.ts';

/**
 * How the forms of one UNet share the weights. `apart`: a session each, the weights mapped twice at the cost of once; the features
 * travel through memory. `together`: one session with branches, where each session would hold weights of its own; the features
 * stay on the device (docs/adr/0006-devices-with-their-own-memory.md).
 */
const SHARING: Record<DeviceId, Sharing> = {
  cpu: apart,
  webgpu: together,
  cuda: apart,
  dml: apart,
  coreml: apart,
};
type Sharing = (forms: readonly FormOfUNet[], sessions: Sessions, calls: Plan['calls']) => readonly Step[];

/**
 * Prepares the forms of a plan. Graphs that inherit are built here, the others and all sessions on first use; plans that need the
 * same graph share its session.
 * @param networks one per UNet of the plan.
 * @param sizeOf the size of a call's tensors, by the halves that it computes.
 * @throws RequestError where the device cannot hold such a plan; the message says why and what to change.
 */
export function stepsOf(
  plan: Pick<Plan, 'forms' | 'calls' | 'semantics'>,
  networks: readonly UNetNetwork[],
  sizeOf: (halves: StepForm['halves']) => UNetSize,
  sessions: Sessions,
): Steps {
  const built = plan.forms.map((form): Omit<FormOfUNet, 'leaves'> => {
    const { config, weights } = networks[form.unet]!;
    const size = sizeOf(form.halves);
    const inheritance = form.inherits.length > 0 ? inheritanceOf(config, form.inherits, plan.semantics) : null;
    // Built once more where it leaves something, when all that is read is known.
    return {
      form,
      config,
      weights,
      size,
      inherit: inheritance && buildInheritStep(config, weights, size, inheritance),
    };
  });
  const read = new Set(built.flatMap(({ inherit }) => inherit?.features.map(({ name }) => name) ?? []));
  const named = new Set(
    plan.calls.flatMap((call) => (call.form === null ? [] : call.reads.flatMap(({ features }) => features))),
  );
  const forms = built.map((each): FormOfUNet => {
    const leaves = each.form.leaves.filter((name) => read.has(name) || !named.has(name));
    if (!each.inherit || leaves.length === 0) return { ...each, leaves };
    const { config, weights, size, form } = each;
    const inheritance = inheritanceOf(config, form.inherits, plan.semantics);
    return {
      ...each,
      leaves,
      inherit: buildInheritStep(
        config,
        weights,
        size,
        inheritance,
        leaves.map((name) => ({ name })),
      ),
    };
  });
  const steps: Step[] = [];
  networks.forEach((_, unet) => {
    const own = forms.filter(({ form }) => form.unet === unet);
    // Where nothing inherits there is one step, or one for each half.
    const share = own.some(({ inherit }) => inherit) ? SHARING[sessions.device] : apart;
    share(own, sessions, plan.calls).forEach((step, i) => (steps[forms.indexOf(own[i]!)] = step));
  });
  return { of: (form) => steps[form]!, needSpare: SHARING[sessions.device] === together };
}
