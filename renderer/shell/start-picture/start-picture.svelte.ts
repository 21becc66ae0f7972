import { RUN_TYPE } from '../../host/outgoing.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import type { Studio } from '../../stores/studio.svelte.ts';

/** Image-to-image: the picture that the next run begins from. */
export class StartPicture {
  /** The file that is being read. */
  reading = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Something is held over it. */
  over = $state(false);
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  /** One that the host keeps already. */
  choose(picture: string): void {
    this.problem = null;
    this.#studio.startFrom(picture);
  }

  /** A slide is one edit. */
  setStrength(strength: number): void {
    const { initImage } = this.#studio.draft;
    if (initImage)
      this.#studio.change({ initImage: { ...initImage, strength } }, { title: 'Strength', continued: true });
  }

  remove(): void {
    this.problem = null;
    this.#studio.change({ initImage: null });
  }

  async take(file: File): Promise<void> {
    this.problem = null;
    this.reading = file.name;
    try {
      this.choose(await this.#studio.keep(file));
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.reading = null;
    }
  }

  readonly dragOver = (event: DragEvent): void => {
    const types = event.dataTransfer?.types ?? [];
    if (!types.includes('Files') && !types.includes(RUN_TYPE)) return;
    event.preventDefault();
    event.stopPropagation();
    this.over = true;
  };

  readonly dragLeave = (): void => {
    this.over = false;
  };

  /** A file, or a run dragged from the history. */
  readonly drop = async (event: DragEvent): Promise<void> => {
    this.over = false;
    const file = event.dataTransfer?.files[0];
    const run = event.dataTransfer?.getData(RUN_TYPE);
    if (!file && !run) return;
    event.preventDefault();
    event.stopPropagation();
    if (file && !run) return this.take(file);
    try {
      this.choose((await this.#studio.host.client.runs.get({ id: Number(run) })).picture);
    } catch (error) {
      this.problem = problemOf(error);
    }
  };
}
