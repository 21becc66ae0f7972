import type { GridTheme } from '../../../preload/contract/grid.ts';
import type { SelectionFormat } from '../../../preload/contract/run.ts';
import { fileNameOf, saveFile } from '../../host/outgoing.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { picturesInWords } from '../../words/labels.ts';
import { zipOf, type ZippedFile } from './zip-pictures.ts';

/** `zip`: the pictures as they are, each with the settings that it carries, and both tables. */
export type ExportFormat = SelectionFormat | 'zip';

interface UnderWay {
  readonly format: ExportFormat;
  readonly done: number;
  /** null where nobody can say how much there is to do. */
  readonly of: number | null;
}

/** Selected runs on their way into a file. It goes on while other pages are looked at. */
export class ExportSelection {
  under = $state.raw<UnderWay | null>(null);
  readonly #studio: Studio;
  #abort = new AbortController();

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  async save(ids: readonly number[], format: ExportFormat, theme: GridTheme): Promise<void> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.under = { format, done: 0, of: null };
    try {
      const file = format === 'zip' ? await this.#zip(ids, signal) : await this.#ask(ids, format, theme, signal);
      signal.throwIfAborted();
      saveFile(file);
      this.#studio.notices.done(`${file.name} is saved`);
    } catch (error) {
      // Whoever cancelled knows.
      if (!signal.aborted) this.#studio.notices.problem(error);
    } finally {
      this.under = null;
    }
  }

  cancel(): void {
    this.#abort.abort();
  }

  #ask(ids: readonly number[], format: SelectionFormat, theme: GridTheme, signal: AbortSignal): Promise<File> {
    return this.#studio.host.client.runs.export({ ids: [...ids], format, theme }, { signal });
  }

  async #zip(ids: readonly number[], signal: AbortSignal): Promise<File> {
    const { host, notices } = this.#studio;
    const tables = (['csv', 'json'] as const).map((format): ZippedFile => ({
      name: `numbers.${format}`,
      deflate: true,
      read: async () => bytesOf(await this.#ask(ids, format, 'dark', signal)),
    }));
    const pictures = await host.client.runs.pictures({ ids: [...ids] }, { signal });
    const files = pictures.map(({ id, picture, seed }): ZippedFile => ({
      name: `pictures/${fileNameOf({ id, settings: { seed } })}`,
      read: async (signal) => {
        const response = await fetch(host.pictureUrl(picture), { signal });
        if (!response.ok) throw new Error('the picture is not there any more');
        return bytesOf(await response.blob());
      },
    }));
    const of = files.length;
    const { blob, missing } = await zipOf([...files, ...tables], {
      signal,
      onDone: (done) => (this.under = { format: 'zip', done: Math.min(done, of), of }),
    });
    if (missing.length > 0) {
      const message = `${picturesInWords(missing.length)} could not be read and ${missing.length === 1 ? 'is' : 'are'} not in the zip`;
      notices.say({ kind: 'problem', message, advice: `missing.txt in the zip names them. The first: ${missing[0]}` });
    }
    const day = new Date().toISOString().slice(0, 10);
    return new File([blob], `heirloom-pictures-${day}.zip`, { type: 'application/zip' });
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

export const exportSelectionOf = perStudio((studio) => new ExportSelection(studio));
