import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import { sendFile } from '../../host/send-file.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { gridOf } from '../grid/grid-state.svelte.ts';
import type { OutsidePicture } from '../../stores/shown-picture.ts';
import { takeoverOf } from '../takeover/takeover.svelte.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';

export interface Dropped {
  /** As it was dropped: it is not kept unless it is used. */
  readonly outside: OutsidePicture;
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
      const { client } = this.#studio.host;
      const sent = await sendFile(client, file);
      const { settings, grid, notes } = await client.pictures.read({ file: sent, keep: false });
      const outside = { file, url: URL.createObjectURL(file) };
      this.current = { outside, settings, grid, notes } as Dropped;
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.reading = null;
    }
  }

  /** Sets up what the picture was made with: the composer, and the axes of a grid. @returns the way back. */
  async take(): Promise<() => void> {
    const { outside, settings, grid } = this.current!;
    const { name } = outside.file;
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
    else if (!current?.settings) {
      const start = {
        title: 'Use as start picture',
        run: () => void this.start(file).catch((error: unknown) => notices.problem(error)),
      };
      notices.say({ kind: 'done', message: `${file.name}: ${current?.notes.join(' ')}`, action: start });
    } else {
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

  /** Image-to-image from it: now it is kept. */
  async start(file: File): Promise<void> {
    this.#studio.startFrom(await this.#studio.keep(file));
    this.#studio.notices.done(`The next run begins from ${file.name}`);
    this.clear();
  }

  clear(): void {
    if (this.current) URL.revokeObjectURL(this.current.outside.url);
    this.current = null;
    this.problem = null;
  }

  get busy(): boolean {
    return this.current !== null || this.reading !== null || this.problem !== null;
  }
}

/** One for the whole window: a picture is dropped on any page. */
export const droppedOf = perStudio((studio) => new DroppedPicture(studio));
