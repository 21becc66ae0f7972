import { LIMITS } from '../../native-models/vocabulary.ts';
import { programProblem } from './program-problem.ts';
import { isProgram } from '../../native-models/strategy/describe.ts';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import { UNNAMED } from '../../native-models/strategy/naming.ts';
import type { Preset } from '../../native-models/strategy/presets.ts';
import { INT8_ALONE, isInt8Alone } from '../../native-models/strategy/precision.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Device, Model } from '../../preload/contract/model.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import type { Problem } from '../host/problem.ts';
import { callsOf, stepsMade } from '../../native-models/calls.ts';
import { type Composition, sameMask, strategyOf } from './composition.ts';
import type { CompositionStore } from './composition-store.svelte.ts';
import type { Draft } from './draft.ts';
import { costedUNets, estimate, type KnownCosts } from './estimate.ts';
import { measuredSpeedup } from './measured-speedup.ts';
import { presetOfMask } from './presets.ts';
import { nameOfPaper, paperSwitchings } from './switching/paper.ts';
import { partnersOf } from './switching/partners.ts';
import { addUp, fit, type Segments } from './switching/segments.ts';
import { switchingTrouble } from './switching/trouble.ts';
import { unetNames, withNames } from './switching/unet-names.ts';

/** What the next run is made from, and what the host told of it. */
export interface Sources {
  readonly draft: Draft;
  readonly composition: CompositionStore;
  readonly model: Model | null;
  readonly models: readonly Model[] | null;
  readonly architecture: Architecture | null;
  readonly devices: readonly Device[];
  readonly facts: KnownCosts;
  readonly records: { readonly recent: readonly Run[] };
  readonly saved: {
    readonly all: readonly { readonly strategy: Strategy }[];
  };
}

/** The next run as it is set up now: how many calls it makes, with which UNets, at which cost, under which name. */
export class NextRun {
  readonly #from: Sources;

  /** Image-to-image makes the last part of the steps. */
  readonly stepsMade = $derived.by(() => stepsMade(this.#from.draft.steps, this.#from.draft.initImage?.strength));
  readonly calls = $derived.by(() => {
    const { steps, scheduler, initImage } = this.#from.draft;
    return callsOf(steps, scheduler, initImage?.strength);
  });
  /** The UNets by turns as the run would make them: segments that do not add up are stretched. */
  readonly segments: Segments = $derived.by(() => {
    const { switching } = this.#from.composition.shown;
    return addUp(switching, this.calls) ? switching : fit(switching, this.stepsMade);
  });
  /** The other models, and which of their UNets can take turns with this one's. */
  readonly partners = $derived.by(() => {
    const { model, models } = this.#from;
    return model ? partnersOf(model, models ?? []) : [];
  });
  readonly paperSwitchings = $derived.by(() => {
    const { model, models } = this.#from;
    return model ? paperSwitchings(model, models ?? [], this.stepsMade) : [];
  });
  /** Why the run could not take turns as it is composed. */
  readonly trouble = $derived.by(() => {
    const { model, models, composition } = this.#from;
    const { on, switching } = composition.shown;
    return model && on ? switchingTrouble(switching, this.calls, model, models ?? []) : null;
  });
  /** Why the program does not fit the run, with what to change; null where it does, or where there is none. */
  readonly programProblem: Problem | null = $derived.by(() => {
    const { composition, architecture } = this.#from;
    const { program } = composition.shown;
    return program && architecture ? programProblem(program, this.calls, architecture) : null;
  });
  /** Why Run would be refused. */
  readonly refusal: Problem | null = $derived.by(
    () => this.trouble ?? this.programProblem ?? (this.calls === 0 ? NO_STEPS : null),
  );
  /** The preset that the mask is, on this UNet. */
  readonly preset: Preset | null = $derived.by(() => {
    const { architecture, composition } = this.#from;
    const { mask, program } = composition.shown;
    return architecture && !program ? presetOfMask(mask, architecture) : null;
  });
  /** `CO6`, `S1`, `CO6 + S1`: the mask by its preset or saved name, the switching by the paper's; `int8` where it is alone. */
  readonly strategyName = $derived.by(() => {
    const { mask, switching, precision, program } = this.#from.composition.shown;
    if (program) return program.name;
    if (isInt8Alone({ inherit: mask, switching, precision })) return INT8_ALONE.name;
    const { all } = this.#from.saved;
    const saved = all.find(({ strategy }) => !isProgram(strategy) && sameMask(strategy.inherit, mask))?.strategy.name;
    const ofMask = this.preset?.id ?? saved ?? UNNAMED;
    if (switching.length === 0) return ofMask;
    const ofSwitching = nameOfPaper(switching, this.paperSwitchings) ?? `${switching.length} segments`;
    return mask.length === 0 ? ofSwitching : `${ofMask} + ${ofSwitching}`.slice(0, LIMITS.strategyName.max);
  });
  /** What is on screen with its UNets by name: a plan that is made of it speaks to people. */
  readonly shownByName: Composition = $derived.by(() => ({
    ...this.#from.composition.shown,
    switching: withNames(this.segments, this.#unetNames),
    // One that does not fit is not drawn: its problem is told in its place.
    program: this.programProblem ? null : this.#from.composition.shown.program,
  }));
  /** What it costs on paper; null until every cost is here. */
  readonly estimate = $derived.by(() => {
    const { model, models, architecture, facts, composition } = this.#from;
    if (!model || !architecture || !facts.cost) return null;
    const { on, semantics } = composition.shown;
    const names = on ? this.#unetNames : new Map<string, string>();
    const unets = costedUNets({ model, architecture, models: models ?? [], facts, names, semantics });
    if (!unets) return null;
    const { guidanceScale } = this.#from.draft;
    return estimate(this.shownByName, { unets, ownMacs: facts.cost.macs, calls: this.calls, guidanceScale });
  });
  /** What runs like it gained on this machine; null while there are none. */
  readonly measuredSpeedup = $derived.by(() => {
    const { architecture, records, composition } = this.#from;
    return architecture ? measuredSpeedup(records.recent, composition.shown, this.#conditions, architecture) : null;
  });

  readonly #unetNames = $derived.by(() => unetNames(this.segments, this.#from.models ?? []));
  /** The draft as it would run: its device computes in what the self-test made of it. */
  readonly #conditions = $derived.by(() => {
    const { draft, devices } = this.#from;
    const devicePrecision = devices.find(({ id }) => id === draft.device)?.precision ?? ('float32' as const);
    return { ...draft, devicePrecision };
  });

  constructor(from: Sources) {
    this.#from = from;
  }

  strategy(): Strategy | null {
    return strategyOf(this.#from.composition.current, this.strategyName);
  }

  /** What is composed, under a name, whether it is switched on or not. */
  namedStrategy(name: string): Strategy {
    return strategyOf({ ...this.#from.composition.current, on: true }, name)!;
  }

  /** What a run would be made with now: what Run submits, and what a grid varies. */
  settings(): RunSettings {
    const { seedLocked: _, count: __, ...settings } = this.#from.draft;
    return { ...settings, strategy: this.strategy() };
  }
}

const NO_STEPS: Problem = {
  message: 'At this strength the start picture leaves no step to make.',
  advice: 'Take more steps, or a greater strength.',
};
