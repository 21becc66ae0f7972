import { getContext, setContext } from 'svelte';
import type { Architecture, UnitId } from '../../native-models/strategy/architecture.ts';
import { PRESETS, presetOf, resolvePreset, type Preset } from '../../native-models/strategy/presets.ts';
import type { Mask } from '../../native-models/strategy/mask.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Device, Model } from '../../preload/contract/model.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { CommandStore } from '../commands/command-store.svelte.ts';
import { callsOf } from '../composer/calls.ts';
import { type Composition, sameMask, strategyOf } from '../composer/composition.ts';
import { CompositionStore } from '../composer/composition-store.svelte.ts';
import { estimate } from '../composer/estimate.ts';
import { measuredSpeedup } from '../composer/measured.ts';
import { inOrder } from '../composer/palette/order.ts';
import type { Connection, Host } from '../host/host.ts';
import { type Problem, problemOf } from '../host/problem.ts';
import { adoptModel, type Draft, FIRST_DRAFT, randomSeed, storeDraft, storedDraft } from './draft.ts';
import { ModelFacts } from './model-facts.svelte.ts';
import { NoticeStore } from './notices.svelte.ts';
import { PreferenceStore, type Preferences } from './preferences.svelte.ts';
import { RecordStore } from './records.svelte.ts';
import { RunControl } from './run-control.svelte.ts';
import { TaskStore } from './tasks.svelte.ts';

type SavedStrategy = Awaited<ReturnType<Host['client']['strategies']['list']>>[number];

const FIRST_COMPOSITION: Composition = { mask: [], mode: parseMode('P5+'), semantics: 'residual', on: true };
/** What a person sees first: strong evidence, and the largest gain of the paper's recommended ones. */
const FIRST_PRESET = 'CO6';

/** Everything that is on screen whatever the page. Made once; components reach it with `getStudio()`. */
export class Studio {
  readonly host: Host;
  readonly preferences = new PreferenceStore();
  readonly notices = new NoticeStore();
  readonly composition = new CompositionStore(FIRST_COMPOSITION);
  readonly commands = new CommandStore(this.composition, (error) => this.notices.problem(error));
  readonly tasks: TaskStore;
  readonly facts: ModelFacts;
  readonly records: RecordStore;
  readonly runs: RunControl;

  connection = $state<Connection>('connecting');
  /** Why nothing could be loaded at all. */
  problem = $state.raw<Problem | null>(null);
  models = $state.raw<readonly Model[] | null>(null);
  devices = $state.raw<readonly Device[]>([]);
  saved = $state.raw<readonly SavedStrategy[]>([]);
  #draft = $state.raw<Draft>(storedDraft() ?? FIRST_DRAFT);

  readonly model = $derived(this.models?.find(({ id }) => id === this.#draft.modelId) ?? null);
  readonly architecture = $derived((this.model?.architecture ?? null) as Architecture | null);
  readonly calls = $derived(callsOf(this.#draft.steps, this.#draft.scheduler));
  /** The preset that the mask is, on this UNet. */
  readonly preset: Preset | null = $derived(
    this.architecture ? presetMatching(this.architecture, this.composition.shown) : null,
  );
  readonly strategyName = $derived(this.preset?.id ?? this.#savedName() ?? 'custom');
  readonly estimate = $derived.by(() =>
    this.architecture && this.facts.cost
      ? estimate(this.composition.shown, {
          architecture: this.architecture,
          calls: this.calls,
          cost: this.facts.cost,
          counted: this.composition.shown.semantics === 'boundary' ? this.facts.counted : null,
          guidanceScale: this.#draft.guidanceScale,
        })
      : null,
  );
  readonly measured = $derived.by(() =>
    this.architecture
      ? measuredSpeedup(this.records.recent, this.composition.shown, this.#draft, this.architecture)
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
    this.tasks.onSettled((task) => {
      const { state, purpose, settings } = task;
      if (state !== 'done') return;
      if (purpose === 'calibration') void this.facts.load(settings.modelId, this.#draft);
      else this.records.loadSoon(task, (error) => this.notices.problem(error));
    });
  }

  get draft(): Draft {
    return this.#draft;
  }

  change(part: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...part };
    storeDraft(this.#draft);
  }

  prefer(part: Partial<Preferences>): void {
    Object.assign(this.preferences.values, part);
    this.preferences.save(this.host);
  }

  /** Everything anew, at the first connection and after each lost one. */
  async load(): Promise<void> {
    try {
      const { client } = this.host;
      const [models, devices, saved] = await Promise.all([
        client.models.list(),
        client.devices.list(),
        client.strategies.list(),
        this.preferences.load(this.host),
        this.records.load(),
      ]);
      this.models = models;
      this.devices = devices;
      this.saved = saved;
      this.problem = null;
      if (!devices.some(({ id }) => id === this.#draft.device) && devices[0]) this.change({ device: devices[0].id });
      if (!this.model) {
        const first = models.find(({ problem }) => problem === null);
        if (first) this.chooseModel(first);
      }
      this.tasks.watch().catch((error: unknown) => {
        if (this.connection === 'connected') this.notices.problem(error);
      });
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  /** A preset stays itself on the new UNet; any other mask keeps its units, and those that are missing are said. */
  chooseModel(model: Model): void {
    const preset = this.preset;
    const untouched = this.composition.undoTitle === null && this.composition.current.mask.length === 0;
    this.change(adoptModel(this.#draft, model));
    const architecture = model.architecture as Architecture | null;
    const wanted = preset?.id ?? (untouched ? FIRST_PRESET : null);
    if (!architecture || !wanted) return;
    const mask = maskFor(wanted, architecture);
    this.composition.adopt({ ...this.composition.current, mask });
  }

  strategy(): Strategy | null {
    return strategyOf(this.composition.current, this.strategyName);
  }

  async run(): Promise<void> {
    if (!this.#draft.seedLocked) this.change({ seed: randomSeed() });
    await this.runs.run(this.settings(), this.#draft.count);
  }

  /** What a run would be made with now: what Run submits, and what a grid varies. */
  settings(): RunSettings {
    const { seedLocked: _, count: __, ...settings } = this.#draft;
    return { ...settings, strategy: this.strategy() as RunSettings['strategy'] };
  }

  async saveStrategy(name: string): Promise<void> {
    const strategy = strategyOf({ ...this.composition.current, on: true }, name)!;
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

  #savedName(): string | null {
    const { mask } = this.composition.shown;
    return this.saved.find(({ strategy }) => sameMask(strategy.inherit as UnitId[], mask))?.strategy.name ?? null;
  }
}

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
