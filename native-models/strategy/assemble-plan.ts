import type { Semantics } from '../vocabulary.ts';
import { type Architecture, unitsOf, type UnitId } from './architecture.ts';
import { type FeatureName, featuresOf } from './features.ts';
import type { PlannedCall, PlannedUNet, Read, StepForm } from './plan.ts';
import type { Guard, Source } from './strategy.ts';

/** What a plan is made for. */
export interface RunToPlan {
  /** Number of denoiser calls. */
  readonly calls: number;
  /** One per UNet of the run. */
  readonly architectures: readonly Architecture[];
  /** What the strategy calls each; null for the run's own. */
  readonly names: readonly (string | null)[];
}

/** What was decided for one call, before it is known which calls share a graph. */
export type Decision =
  | {
      readonly unet: number;
      /** Units that inherit together, and from where; no unit twice. */
      readonly inherits: readonly { readonly units: readonly UnitId[]; readonly source: Source }[];
      readonly guidance: 'computed' | Source;
      readonly guard?: Guard;
    }
  | { readonly unet: number; readonly output: Source };

/** Forms, each with what its calls are asked for, in the order in which they are first met. */
class Forms {
  readonly #forms: (Omit<StepForm, 'leaves'> & { readonly leaves: Set<FeatureName> })[] = [];
  readonly #indices = new Map<string, number>();

  indexOf(form: Omit<StepForm, 'leaves'>): number {
    const key = [form.unet, form.halves, ...form.inherits].join(' ');
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.#forms.length);
    return this.#forms.push({ ...form, leaves: new Set() }) - 1;
  }

  leave(form: number, features: readonly FeatureName[]): void {
    for (const feature of features) this.#forms[form]!.leaves.add(feature);
  }

  toArray(): readonly StepForm[] {
    return this.#forms.map((form) => ({ ...form, leaves: [...form.leaves] }));
  }
}

/** Forms and calls of what was decided: each form leaves whatever later calls read of its calls, and nothing else. */
export function assemblePlan(
  decisions: readonly Decision[],
  { architectures }: RunToPlan,
  semantics: Semantics,
): { readonly forms: readonly StepForm[]; readonly calls: readonly PlannedCall[] } {
  const forms = new Forms();
  const everything = (unet: number, halves: StepForm['halves']) => forms.indexOf({ unet, inherits: [], halves });
  let before: Shared | null = null;
  const calls = decisions.map((decision, call): PlannedCall => {
    const { unet } = decision;
    if ('output' in decision) return { call, unet, form: null, output: decision.output };
    const { inherits, guidance, guard } = decision;
    const halves = guidance === 'computed' ? 'both' : 'conditional';
    const groups = inherits.map(({ units }) => units);
    // Most calls are as the one before that inherited: a drag over the UNet plans the run anew for every frame.
    const shared: Shared =
      before && isShared(before, unet, halves, groups)
        ? before
        : sharedBy(groups, { unet, halves, architecture: architectures[unet]!, semantics, forms });
    if (groups.length > 0) before = shared;
    const reads = inherits.map(({ source }, group): Read => ({ features: shared.features[group]!, source }));
    const planned = { call, unet, form: shared.form, reads, guidance };
    return guard ? { ...planned, otherwise: { guard, form: everything(unet, 'both') } } : planned;
  });
  const leaveFrom = (from: PlannedCall, features: readonly FeatureName[]) => {
    if (from.form === null) return;
    forms.leave(from.form, features);
    if (from.otherwise) forms.leave(from.otherwise.form, features);
  };
  for (const planned of calls) {
    if (planned.form === null) continue;
    for (const { features, source } of planned.reads) {
      if (planned.otherwise) forms.leave(planned.otherwise.form, features);
      for (const { call } of source) leaveFrom(calls[call]!, features);
    }
  }
  return { forms: forms.toArray(), calls };
}

/** What calls have in common whose units inherit in the same groups. */
interface Shared {
  readonly unet: number;
  readonly halves: StepForm['halves'];
  readonly groups: readonly (readonly UnitId[])[];
  readonly form: number;
  /** Of each group. */
  readonly features: readonly (readonly FeatureName[])[];
}

/** Whether these are the same groups: the very arrays, which is what a mask's calls have. */
function isShared(shared: Shared, unet: number, halves: StepForm['halves'], groups: Shared['groups']): boolean {
  const same = shared.unet === unet && shared.halves === halves && shared.groups.length === groups.length;
  return same && groups.every((units, i) => units === shared.groups[i]);
}

function sharedBy(
  groups: Shared['groups'],
  parts: Pick<Shared, 'unet' | 'halves'> & {
    readonly architecture: Architecture;
    readonly semantics: Semantics;
    readonly forms: Forms;
  },
): Shared {
  const { unet, halves, architecture, semantics, forms } = parts;
  const mask = inPathOrder(architecture, groups.flat());
  const features = featuresOf(architecture, mask, semantics);
  return {
    unet,
    halves,
    groups,
    form: forms.indexOf({ unet, inherits: mask, halves }),
    features: groups.map((units) => {
      const own = new Set(units);
      return features.filter(({ unit }) => own.has(unit)).map(({ name }) => name);
    }),
  };
}

function inPathOrder(architecture: Architecture, units: readonly UnitId[]): readonly UnitId[] {
  if (units.length === 0) return units;
  const wanted = new Set(units);
  return unitsOf(architecture).flatMap(({ id }) => (wanted.has(id) ? [id] : []));
}

/** What a person is told of a UNet's name. */
export function nameOf({ name }: Pick<PlannedUNet, 'name'>): string {
  return name === null ? 'this UNet' : `UNet ${name}`;
}
