import { getContext, setContext } from 'svelte';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import type { Place } from '../../preload/contract/queue.ts';
import type { Device, Model } from '../../preload/contract/model.ts';
import { CommandStore } from '../commands/command-store.svelte.ts';
import type { Connection, Host } from '../host/host.ts';
import { type Problem, problemOf } from '../host/problem.ts';
import { sendFile } from '../host/send-file.ts';
import { CompositionStore } from '../work/composition-store.svelte.ts';
import { titleOfChange } from '../work/draft-titles.ts';
import { adoptModel, type Draft, FIRST_DRAFT, FIRST_STRENGTH, randomSeed, storedDraft } from '../work/draft.ts';
import { NextRun } from '../work/next-run.svelte.ts';
import type { Followed } from '../work/proposals.ts';
import { FIRST_COMPOSITION, FIRST_PRESET, maskOfPreset } from '../work/presets.ts';
import { recast, type Segments, withoutIdle } from '../work/switching/segments.ts';
import { unetNames } from '../work/switching/unet-names.ts';
import { storedComposition, type Work, WorkStore } from '../work/work-store.svelte.ts';
import { CountedPrompt } from './counted-prompt.svelte.ts';
import { DownloadStore } from './downloads.svelte.ts';
import { sayKept } from './fitting.ts';
import { ModelFacts } from './model-facts.svelte.ts';
import { NoticeStore } from './notices.svelte.ts';
import { PreferenceStore, type Preferences } from './preferences.svelte.ts';
import { QueueControl } from './queue-control.ts';
import { QueueHold } from './queue-hold.svelte.ts';
import { QueuePause } from './queue-pause.svelte.ts';
import { RecordStore } from './records.svelte.ts';
import { RunControl } from './run-control.svelte.ts';
import { SavedStrategies } from './saved-strategies.svelte.ts';
import { tellOfTasks } from './task-news.ts';
import { TaskStore } from './tasks.svelte.ts';

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
  /** What both prompts of the next run come to. */
  readonly counts: Readonly<Record<'prompt' | 'negativePrompt', CountedPrompt>>;
  readonly records: RecordStore;
  readonly saved: SavedStrategies;
  readonly queue: QueueControl;
  readonly runs: RunControl;
  readonly downloads: DownloadStore;
  readonly pause: QueuePause;
  readonly hold: QueueHold;

  connection = $state<Connection>('connecting');
  /** Why nothing could be loaded at all. */
  problem = $state.raw<Problem | null>(null);
  models = $state.raw<readonly Model[] | null>(null);
  /** Empty while they are tried. */
  devices = $state.raw<readonly Device[]>([]);

  /** Nothing was made yet, in this data folder. */
  isFirstVisit = $state(false);

  #modelQuestions = 0;

  readonly model = $derived(this.models?.find(({ id }) => id === this.draft.modelId) ?? null);
  readonly architecture = $derived((this.model?.architecture ?? null) as Architecture | null);
  /** What the next run would be, and would cost. */
  readonly next = new NextRun(this);
  /** The run that is followed is under way, or made and about to be read from the history. */
  readonly making = $derived.by(() => this.runs.busy || this.runs.group.some((task) => this.records.awaits(task)));

  constructor(host: Host) {
    this.host = host;
    this.tasks = new TaskStore(host);
    this.facts = new ModelFacts(host);
    this.counts = { prompt: new CountedPrompt(host), negativePrompt: new CountedPrompt(host) };
    this.records = new RecordStore(host);
    this.saved = new SavedStrategies(host);
    this.queue = new QueueControl(host, this.tasks, this.notices);
    this.runs = new RunControl(host, this.tasks, this.queue);
    this.pause = new QueuePause(host);
    this.hold = new QueueHold(host);
    this.downloads = new DownloadStore(host, ({ title }) => {
      this.notices.done(`${title} is in the list of models`);
      void this.loadModels();
    });
    tellOfTasks(this);
    this.tasks.onSettled((task) => {
      const { state, work } = task;
      if (state !== 'done') return;
      if (work.kind === 'calibrate')
        void this.facts.load(work.settings.modelId, { ...this.draft, chunks: this.chunks });
      else this.records.loadSoon(task, (error) => this.notices.problem(error));
    });
  }

  get draft(): Draft {
    return this.work.current.draft;
  }

  /** Of the longer prompt, as far as they were counted; without guidance the negative prompt is not read. */
  get chunks(): number {
    const { prompt, negativePrompt } = this.counts;
    const read = this.draft.guidanceScale > 1 ? [prompt, negativePrompt] : [prompt];
    return Math.max(1, ...read.map(({ last }) => last?.chunks ?? 1));
  }

  /** An undoable change of the header's settings; typing and sliding that go on (`continued`) are one. */
  change(part: Partial<Draft>, { title = titleOfChange(part), continued = false } = {}): void {
    const { current } = this.work;
    this.work.edit(title, { ...current, draft: { ...current.draft, ...part } }, continued);
  }

  /** Keeps a picture from outside. @returns its id. */
  async keep(file: File): Promise<string> {
    const { picture, notes } = await this.host.client.pictures.read({
      file: await sendFile(this.host.client, file),
      keep: true,
    });
    // A file of settings whose pixels cannot be read: the last note says why.
    if (picture === null) throw new Error(`${file.name}: ${notes.at(-1)}`);
    return picture;
  }

  /** Image-to-image: the next run begins from a picture that the host keeps. */
  startFrom(picture: string): void {
    this.change({ initImage: { picture, strength: this.draft.initImage?.strength ?? FIRST_STRENGTH } });
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
      void this.#loadDevices();
      await Promise.all([this.#listModels(), this.saved.load(), this.preferences.load(this.host), this.records.load()]);
      this.problem = null;
      this.isFirstVisit = this.records.recent.length === 0;
      this.#chooseSome();
      for (const store of [this.tasks, this.pause, this.hold, this.downloads]) {
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
    if (!first) return;
    const was = this.draft.modelId;
    this.work.adopt(this.#workWith(first).work);
    if (was !== '')
      this.notices.done(`The model of your last visit is gone: ${first.name} is chosen, with what fits it`);
  }

  /** A preset stays itself on the new UNet; any other mask keeps its units, and those that are missing are said. */
  chooseModel(model: Model): void {
    if (model.id === this.draft.modelId) return;
    const { work, kept } = this.#workWith(model);
    this.work.edit(`Model ${model.name}`, work);
    sayKept(this, { draft: work.draft, kept }, model);
  }

  #workWith(model: Model): { readonly work: Work; readonly kept: Followed['kept'] } {
    const { composition, draft } = this.work.current;
    const untouched = this.work.undoTitle === null && composition.mask.length === 0;
    const architecture = model.architecture as Architecture | null;
    const wanted = this.next.preset?.id ?? (untouched ? FIRST_PRESET : null);
    const mask = architecture && wanted ? maskOfPreset(wanted, architecture) : composition.mask;
    // The calls of the model that was chosen are now those of this one.
    const switching = withoutIdle(recast(composition.switching, draft.modelId, model.id), model.id);
    const { draft: adopted, kept } = adoptModel(draft, this.model, model);
    return { work: { composition: { ...composition, mask, switching }, draft: adopted }, kept };
  }

  /** Queues what is set up: always, whatever runs. */
  async run(place: Place = 'last'): Promise<void> {
    const { refusal } = this.next;
    if (refusal) return this.runs.refuse(refusal);
    if (!this.draft.seedLocked) this.#adopt({ seed: randomSeed() });
    await this.runs.run(this.next.settings(), this.draft.count, place);
  }

  /** @param strategy left out: what is composed. */
  async saveStrategy(name: string, strategy = this.next.namedStrategy(name)): Promise<void> {
    await this.saved.save(strategy);
    this.notices.done(`Saved as ${name}`);
  }
}

const CONTEXT = Symbol('studio');

export function provideStudio(studio: Studio): Studio {
  return setContext(CONTEXT, studio);
}

export function getStudio(): Studio {
  return getContext<Studio>(CONTEXT);
}
