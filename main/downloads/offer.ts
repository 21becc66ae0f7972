/** What a source has for us; nothing is fetched yet. */
import type { DownloadOffer } from '../../preload/contract/download.ts';
import type { Choice } from './choices.ts';
import type { SourceFile } from './repository-file.ts';

/** A source that was looked at: what of it can be fetched. */
export interface Offer {
  readonly title: string;
  /** Host that it comes from. */
  readonly from: string;
  readonly choices: readonly SizedChoice[];
  readonly pickles: readonly string[];
}

/** A choice with its size and its place. */
export interface SizedChoice extends Choice<SourceFile> {
  readonly bytes: number;
  /** Where it ends up, below the folder of models: parts of a path. A folder, or a single file. */
  readonly target: readonly string[];
}

/** Bytes of all files together. */
export function totalOf(files: readonly SourceFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** As a page sees it. */
export function asShown(source: string, { title, from, choices, pickles }: Offer, freeBytes: number): DownloadOffer {
  return {
    source,
    title,
    from,
    choices: choices.map(({ id, title, bytes, files }) => ({
      id,
      title,
      bytes,
      files: files.map(({ path, bytes }) => ({ path, bytes })),
    })),
    pickles: [...pickles],
    freeBytes,
  };
}
