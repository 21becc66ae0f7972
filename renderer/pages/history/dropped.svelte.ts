import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import type { Studio } from '../../stores/studio.svelte.ts';

export interface Dropped {
  readonly name: string;
  /** sha256 of the picture as it is kept. */
  readonly picture: string;
  readonly settings: Partial<RunSettings> | null;
  readonly notes: readonly string[];
}

/** A picture from outside, and the settings that it carries. */
export class DroppedPicture {
  current = $state.raw<Dropped | null>(null);
  reading = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Something is held over the page. */
  over = $state(false);
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  async read(file: File): Promise<void> {
    this.clear();
    this.reading = file.name;
    try {
      const read = await this.#studio.host.client.pictures.read({ file });
      this.current = { ...read, name: file.name, settings: read.settings as Dropped['settings'] };
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.reading = null;
    }
  }

  clear(): void {
    this.current = null;
    this.problem = null;
  }

  get busy(): boolean {
    return this.current !== null || this.reading !== null || this.problem !== null;
  }

  readonly dragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  };

  readonly dragLeave = (): void => {
    this.over = false;
  };

  readonly drop = (event: DragEvent): void => {
    this.over = false;
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void this.read(file);
  };
}
