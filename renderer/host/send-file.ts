/** A file on its way to the studio, in pieces: a message of tens of megabytes would keep it from everything else. */
import { LIMITS } from '../../native-models/vocabulary.ts';
import type { StudioClient } from './host.ts';

/** @returns what `pictures.read` takes: the file itself where one message holds it, else the id that its pieces have. */
export async function sendFile({ pictures }: Pick<StudioClient, 'pictures'>, file: Blob): Promise<Blob | string> {
  if (file.size <= LIMITS.piece) return file;
  let upload: string | null = null;
  for (let at = 0; at < file.size; at += LIMITS.piece) {
    ({ upload } = await pictures.upload({ upload, piece: file.slice(at, at + LIMITS.piece) }));
  }
  return upload!;
}
