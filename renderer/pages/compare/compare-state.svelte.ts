import type { Run, Task } from '../../../preload/contract/task.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { type View, WHOLE } from '../../viewport/viewport.ts';

export type CompareMode = 'slider' | 'side' | 'flip' | 'difference';
export type Similarity = Awaited<ReturnType<Studio['host']['client']['pictures']['compare']>>;

const MODE_KEY = 'heirloom.compare-mode';
const MODES: readonly CompareMode[] = ['slider', 'side', 'flip', 'difference'];

/** Two runs, how they are laid over each other, and how alike they are. */
export class CompareState {
  a = $state.raw<Run | null>(null);
  b = $state.raw<Run | null>(null);
  similarity = $state.raw<Similarity | null>(null);
  problem = $state.raw<Problem | null>(null);
  view = $state.raw<View>(WHOLE);
  /** Of the pane, from the left: what shows A. */
  split = $state(50);
  /** Flip: which of the two is up. */
  showsB = $state(true);
  /** The rival that was asked for here. */
  rivalTask = $state.raw<Task | null>(null);
  #mode = $state<CompareMode>(MODES.find((mode) => mode === localStorage.getItem(MODE_KEY)) ?? 'slider');
  readonly #studio: Studio;
  #asked = 0;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  get mode(): CompareMode {
    return this.#mode;
  }

  set mode(mode: CompareMode) {
    this.#mode = mode;
    localStorage.setItem(MODE_KEY, mode);
  }

  async show(a: number | null, b: number | null): Promise<void> {
    const asked = ++this.#asked;
    const { client } = this.#studio.host;
    const get = async (id: number | null) => (id === null ? null : await client.runs.get({ id }));
    this.problem = null;
    try {
      const runs = await Promise.all([get(a), get(b)]);
      if (asked !== this.#asked) return;
      [this.a, this.b] = runs;
      this.similarity = null;
      this.view = WHOLE;
      if (!this.a || !this.b) return;
      const similarity = await client.pictures.compare({ a: this.a.picture, b: this.b.picture });
      if (asked === this.#asked) this.similarity = similarity;
    } catch (error) {
      if (asked === this.#asked) this.problem = problemOf(error);
    }
  }

  async makeRival(run: Run): Promise<void> {
    try {
      this.rivalTask = await this.#studio.host.client.tasks.submitRival({ id: run.id });
      this.#studio.tasks.add([this.rivalTask]);
    } catch (error) {
      this.problem = problemOf(error);
    }
  }
}
