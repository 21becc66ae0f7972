import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { gridOf } from '../grid/grid-state.svelte.ts';
import { takeoverOf } from '../takeover/takeover.svelte.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';

export interface Dropped {
  readonly name: string;
  /** sha256 of the picture as it is kept; null where only its settings can be read. */
  readonly picture: string | null;
  /** Of a grid: what no axis varies. */
  readonly settings: Partial<RunSettings> | null;
  readonly grid: { readonly group: string | null; readonly axes: readonly GridAxis[] } | null;
  readonly notes: readonly string[];
}

/** A picture from outside, and the settings that it carries. */
export class DroppedPicture {
  current = $state.raw<Dropped | null>(null);
  reading = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  async read(file: File): Promise<void> {
    this.clear();
    this.reading = file.name;
    try {
      const read = await this.#studio.host.client.pictures.read({ file });
      this.current = { ...read, name: file.name } as Dropped;
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.reading = null;
    }
  }

  /** Sets up what the picture was made with: the composer, and the axes of a grid. @returns the way back. */
  async take(): Promise<() => void> {
    const { name, settings, grid } = this.current!;
    const takeover = takeoverOf(this.#studio);
    if (settings) takeover.take(name, settings);
    this.clear();
    if (!grid) return () => takeover.putBack();
    const work = gridOf(this.#studio);
    const axesBack = work.setUp(grid.axes);
    if (grid.group === null) await work.close();
    else await work.open(grid.group);
    location.hash = '#/grid';
    return () => {
      takeover.putBack();
      axesBack();
    };
  }

  /** Where nothing else shows what was dropped: at once, and said with the way back. */
  async readAndTake(file: File): Promise<void> {
    const { notices } = this.#studio;
    await this.read(file);
    const { current, problem } = this;
    if (problem) notices.say({ kind: 'problem', ...problem });
    else if (!current?.settings) notices.say({ kind: 'problem', message: `${file.name}: ${current?.notes.join(' ')}` });
    else {
      const undo = await this.take();
      const advice = [...new Set([...current.notes, ...takeoverOf(this.#studio).notes])].join(' ');
      const what = current.grid ? 'The grid' : 'Settings';
      notices.say({
        kind: 'done',
        message: `${what} of ${file.name} ${current.grid ? 'is' : 'are'} set up`,
        advice,
        action: { title: 'Undo', run: undo },
      });
    }
    this.clear();
  }

  clear(): void {
    this.current = null;
    this.problem = null;
  }

  get busy(): boolean {
    return this.current !== null || this.reading !== null || this.problem !== null;
  }
}

/** One for the whole window: a picture is dropped on any page. */
export const droppedOf = perStudio((studio) => new DroppedPicture(studio));
