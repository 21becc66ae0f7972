import { getContext, setContext } from 'svelte';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import { PRESETS, presetOf, resolvePreset, type Preset } from '../../native-models/strategy/presets.ts';
import type { Mask } from '../../native-models/strategy/mask.ts';
import { INT8_ALONE, isInt8Alone } from '../../native-models/strategy/precision.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Device, Model } from '../../preload/contract/model.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { CommandStore } from '../commands/command-store.svelte.ts';
import { callsOf, stepsMade } from '../composer/calls.ts';
import { type Composition, sameMask, strategyOf } from '../composer/composition.ts';
import { CompositionStore } from '../composer/composition-store.svelte.ts';
import { type CostedUNet, estimate } from '../composer/estimate.ts';
import { measuredSpeedup } from '../composer/measured.ts';
import { inOrder } from '../composer/palette/order.ts';
import { partnersOf } from '../composer/switching/exchange.ts';
import { unetNames, withNames } from '../composer/switching/names.ts';
import { nameOfPaper, paperSwitchings } from '../composer/switching/paper.ts';
import { addUp, fit, recast, type Segments, withoutIdle } from '../composer/switching/segments.ts';
import { switchingTrouble } from '../composer/switching/trouble.ts';
import { storedComposition, type Work, WorkStore } from '../composer/work-store.svelte.ts';
import type { Connection, Host } from '../host/host.ts';
import { type Problem, problemOf } from '../host/problem.ts';
import { DownloadStore } from './downloads.svelte.ts';
import { adoptModel, type Draft, FIRST_DRAFT, randomSeed, storedDraft } from './draft.ts';
import { titleOfChange } from './draft-titles.ts';
import { ModelFacts } from './model-facts.svelte.ts';
import { NoticeStore } from './notices.svelte.ts';
import { PreferenceStore, type Preferences } from './preferences.svelte.ts';
import { QueuePause } from './queue-pause.svelte.ts';
import { RecordStore } from './records.svelte.ts';
import { RunControl } from './run-control.svelte.ts';
import { TaskStore } from './tasks.svelte.ts';

type SavedStrategy = Awaited<ReturnType<Host['client']['strategies']['list']>>[number];

const FIRST_COMPOSITION: Composition = {
  mask: [],
  mode: parseMode('P5+'),
  semantics: 'residual',
  switching: [],
  precision: 'float32',
  on: true,
};
/** What a person sees first: strong evidence, and the largest gain of the paper's recommended ones. */
const FIRST_PRESET = 'CO6';

/** Everything that is on screen whatever the page. Made once; components reach it with `getStudio()`. */
export class Studio {
  readonly host: Host;
  readonly preferences = new PreferenceStore();
  readonly notices = new NoticeStore();
  /** What undo walks through. */
  readonly work = new WorkStore({
    composition: storedComposition() ?? FIRST_COMPOSITION,
    draft: storedDraft() ?? FIRST_DRAFT,
  });
  readonly composition = new CompositionStore(this.work);
  readonly commands = new CommandStore(this.composition, (error) => this.notices.problem(error));
  readonly tasks: TaskStore;
  readonly facts: ModelFacts;
  readonly records: RecordStore;
  readonly runs: RunControl;
  readonly downloads: DownloadStore;
  readonly pause: QueuePause;

  connection = $state<Connection>('connecting');
  /** Why nothing could be loaded at all. */
  problem = $state.raw<Problem | null>(null);
  models = $state.raw<readonly Model[] | null>(null);
  /** Empty while they are tried. */
  devices = $state.raw<readonly Device[]>([]);
  saved = $state.raw<readonly SavedStrategy[]>([]);

  #modelQuestions = 0;

  readonly model = $derived(this.models?.find(({ id }) => id === this.draft.modelId) ?? null);
  readonly architecture = $derived((this.model?.architecture ?? null) as Architecture | null);
  /** Image-to-image makes the last part of the steps. */
  readonly stepsMade = $derived(stepsMade(this.draft.steps, this.draft.initImage?.strength));
  readonly calls = $derived(callsOf(this.draft.steps, this.draft.scheduler, this.draft.initImage?.strength));
  /** The UNets by turns as the run would make them: segments that do not add up are stretched. */
  readonly segments: Segments = $derived.by(() => {
    const { switching } = this.composition.shown;
    return addUp(switching, this.calls) ? switching : fit(switching, this.stepsMade);
  });
  /** The other models, and which of their UNets can take turns with this one's. */
  readonly partners = $derived(this.model ? partnersOf(this.model, this.models ?? []) : []);
  readonly paperSwitchings = $derived(this.model ? paperSwitchings(this.model, this.models ?? [], this.stepsMade) : []);
  /** Why the run could not take turns as it is composed. */
  readonly trouble = $derived(
    this.model && this.composition.shown.on
      ? switchingTrouble(this.composition.shown.switching, this.calls, this.model, this.models ?? [])
      : null,
  );
  /** The preset that the mask is, on this UNet. */
  readonly preset: Preset | null = $derived(
    this.architecture ? presetMatching(this.architecture, this.composition.shown) : null,
  );
  readonly strategyName = $derived(this.#nameOf(this.composition.shown));
  readonly estimate = $derived.by(() => {
    const unets = this.#costedUNets();
    if (!unets || !this.facts.cost) return null;
    const { calls } = this;
    const { guidanceScale } = this.draft;
    return estimate(this.planned, { unets, ownMacs: this.facts.cost.macs, calls, guidanceScale });
  });
  /** The draft as it would run: its device computes in what the self-test made of it. */
  readonly #conditions = $derived.by(() => ({
    ...this.draft,
    devicePrecision: this.devices.find(({ id }) => id === this.draft.device)?.precision ?? ('float32' as const),
  }));
  readonly measured = $derived.by(() =>
    this.architecture
      ? measuredSpeedup(this.records.recent, this.composition.shown, this.#conditions, this.architecture)
      : null,
  );

  /** The run that is followed is under way, or made and about to be read from the history. */
  readonly making = $derived.by(() => this.runs.busy || this.runs.group.some((task) => this.records.awaits(task)));

  constructor(host: Host) {
    this.host = host;
    this.tasks = new TaskStore(host);
    this.facts = new ModelFacts(host);
    this.records = new RecordStore(host);
    this.runs = new RunControl(host, this.tasks);
    this.pause = new QueuePause(host);
    this.downloads = new DownloadStore(host, ({ title }) => {
      this.notices.done(`${title} is in the list of models`);
      void this.loadModels();
    });
    this.tasks.onSettled((task) => {
      const { state, purpose, settings } = task;
      if (state !== 'done') return;
      if (purpose === 'calibration') void this.facts.load(settings.modelId, this.draft);
      else this.records.loadSoon(task, (error) => this.notices.problem(error));
    });
  }

  get draft(): Draft {
    return this.work.current.draft;
  }

  /** An undoable change of the header's settings; typing and sliding that go on (`continued`) are one. */
  change(part: Partial<Draft>, { title = titleOfChange(part), continued = false } = {}): void {
    const { current } = this.work;
    this.work.edit(title, { ...current, draft: { ...current.draft, ...part } }, continued);
  }

  /** What is on screen as a plan takes it that speaks to people: with the names of UNets. */
  get planned(): Composition {
    return { ...this.composition.shown, switching: withNames(this.segments, this.unetNames(this.segments)) };
  }

  unetNames(segments: Segments): ReadonlyMap<string, string> {
    return unetNames(segments, this.models ?? []);
  }

  #adopt(part: Partial<Draft>): void {
    const { current } = this.work;
    this.work.adopt({ ...current, draft: { ...current.draft, ...part } });
  }

  prefer(part: Partial<Preferences>): void {
    Object.assign(this.preferences.values, part);
    this.preferences.save(this.host);
  }

  /** Everything anew, at the first connection and after each lost one. */
  async load(): Promise<void> {
    try {
      const { client } = this.host;
      void this.#loadDevices();
      const [, saved] = await Promise.all([
        this.#listModels(),
        client.strategies.list(),
        this.preferences.load(this.host),
        this.records.load(),
      ]);
      this.saved = saved;
      this.problem = null;
      this.#chooseSome();
      for (const store of [this.tasks, this.pause, this.downloads]) {
        store.watch().catch((error: unknown) => {
          if (this.connection === 'connected') this.notices.problem(error);
        });
      }
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  /** Beside the rest: a driver that hangs keeps them waiting for a minute, and nothing else. */
  async #loadDevices(): Promise<void> {
    try {
      this.devices = await this.host.client.devices.list();
      const [first] = this.devices;
      if (first && !this.devices.some(({ id }) => id === this.draft.device)) this.#adopt({ device: first.id });
    } catch (error) {
      if (this.connection === 'connected') this.notices.problem(error);
    }
  }

  /** After one was added, downloaded, removed or deleted; a model that can be used is chosen where none is. */
  async loadModels(): Promise<void> {
    try {
      await this.#listModels();
      this.#chooseSome();
    } catch (error) {
      this.notices.problem(error);
    }
  }

  /** An answer that is overtaken by a later question is old: a model added meanwhile would vanish. */
  async #listModels(): Promise<void> {
    const question = (this.#modelQuestions += 1);
    const models = await this.host.client.models.list();
    if (question === this.#modelQuestions) this.models = models;
  }

  /** Where none is chosen, or the chosen one is gone. */
  #chooseSome(): void {
    if (this.model) return;
    const first = this.models?.find(({ problem, format }) => problem === null && format !== 'unet');
    if (first) this.work.adopt(this.#workWith(first));
  }

  /** A preset stays itself on the new UNet; any other mask keeps its units, and those that are missing are said. */
  chooseModel(model: Model): void {
    if (model.id !== this.draft.modelId) this.work.edit(`Model ${model.name}`, this.#workWith(model));
  }

  #workWith(model: Model): Work {
    const { composition, draft } = this.work.current;
    const untouched = this.work.undoTitle === null && composition.mask.length === 0;
    const architecture = model.architecture as Architecture | null;
    const wanted = this.preset?.id ?? (untouched ? FIRST_PRESET : null);
    const mask = architecture && wanted ? maskFor(wanted, architecture) : composition.mask;
    // The calls of the model that was chosen are now those of this one.
    const switching = withoutIdle(recast(composition.switching, draft.modelId, model.id), model.id);
    return { composition: { ...composition, mask, switching }, draft: adoptModel(draft, model) };
  }

  strategy(): Strategy | null {
    return strategyOf(this.composition.current, this.strategyName);
  }

  async run(): Promise<void> {
    const refusal = this.trouble ?? (this.calls === 0 ? NO_STEPS : null);
    if (refusal) return this.runs.refuse(refusal);
    if (!this.draft.seedLocked) this.#adopt({ seed: randomSeed() });
    await this.runs.run(this.settings(), this.draft.count);
  }

  /** What a run would be made with now: what Run submits, and what a grid varies. */
  settings(): RunSettings {
    const { seedLocked: _, count: __, ...settings } = this.draft;
    return { ...settings, strategy: this.strategy() as RunSettings['strategy'] };
  }

  /** What is composed, under a name, whether it is switched on or not. */
  namedStrategy(name: string): Strategy {
    return strategyOf({ ...this.composition.current, on: true }, name)!;
  }

  async saveStrategy(name: string, strategy = this.namedStrategy(name)): Promise<void> {
    const saved = await this.host.client.strategies.save({
      strategy: strategy as NonNullable<RunSettings['strategy']>,
    });
    this.saved = [...this.saved.filter(({ id }) => id !== saved.id), saved];
    this.notices.done(`Saved as ${name}`);
  }

  async removeStrategy(id: number): Promise<void> {
    await this.host.client.strategies.remove({ id });
    this.saved = this.saved.filter((saved) => saved.id !== id);
  }

  /** `CO6`, `S1`, `CO6 + S1`: the mask by its preset or saved name, the switching by the paper's; `int8` where it is alone. */
  #nameOf({ mask, switching, precision }: Composition): string {
    if (isInt8Alone({ inherit: mask, switching, precision })) return INT8_ALONE.name;
    const saved = this.saved.find(({ strategy }) => sameMask(strategy.inherit, mask))?.strategy.name;
    const ofMask = this.preset?.id ?? saved ?? 'custom';
    if (switching.length === 0) return ofMask;
    const ofSwitching = nameOfPaper(switching, this.paperSwitchings) ?? `${switching.length} segments`;
    return mask.length === 0 ? ofSwitching : `${ofMask} + ${ofSwitching}`.slice(0, NAME_LENGTH);
  }

  /** null until every cost is here. */
  #costedUNets(): readonly CostedUNet[] | null {
    const { model, architecture, facts } = this;
    if (!model || !architecture || !facts.cost) return null;
    const { semantics, on } = this.composition.shown;
    const counted = semantics === 'boundary' ? facts.counted : null;
    const own: CostedUNet = { name: model.name, architecture, cost: facts.cost, counted };
    if (!on || this.segments.length === 0) return [own];
    const costed = [...this.unetNames(this.segments)].map(([id, name]): CostedUNet | null => {
      if (id === model.id) return own;
      const other = this.models?.find((each) => each.id === id)?.architecture as Architecture | null | undefined;
      const known = facts.others.get(id);
      return other && known ? { name, architecture: other, ...known } : null;
    });
    return costed.every((each) => each !== null) ? costed : null;
  }
}

const NO_STEPS: Problem = {
  message: 'At this strength the start picture leaves no step to make.',
  advice: 'Take more steps, or a greater strength.',
};

/** The contract's limit for the name of a strategy. */
const NAME_LENGTH = 80;

/** A preset that leaves a small UNet nothing to compute is no preset for it. */
function presetMatching(architecture: Architecture, { mask }: Composition): Preset | null {
  return (
    PRESETS.find((preset) => {
      const { computed, inherited } = resolvePreset(preset, architecture);
      return computed.length > 0 && sameMask(inherited, mask);
    }) ?? null
  );
}

/** The preset's mask; on a UNet that has nothing of it, that of the first preset which leaves something to compute. */
function maskFor(id: string, architecture: Architecture): Mask {
  const resolved = [presetOf(id), ...inOrder(PRESETS)].map((preset) => resolvePreset(preset, architecture));
  return resolved.find(({ computed }) => computed.length > 0)?.inherited ?? [];
}

const CONTEXT = Symbol('studio');

export function provideStudio(studio: Studio): Studio {
  return setContext(CONTEXT, studio);
}

export function getStudio(): Studio {
  return getContext<Studio>(CONTEXT);
}
