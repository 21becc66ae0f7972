/** Whether what a server sends can be the file that was asked for: before it comes, as it begins, and when it is here. */
import type { Response } from 'undici';
import { START_BYTES } from '../../native-models/checkpoint/formats/foreign-formats.ts';
import { readSafetensors } from '../../native-models/checkpoint/formats/safetensors.ts';
import { CheckpointError } from '../../native-models/errors.ts';
import { announcedSize } from './announced-size.ts';
import { CHANGED, Mismatch } from './checksum.ts';
import type { SourceFile } from './repository-file.ts';
import { refuseForeign, refuseWebPage } from './web-page.ts';

const isWeights = ({ path }: SourceFile): boolean => /\.safetensors$/i.test(path);

/**
 * Refuses an answer by its headers; its body is then not read.
 * @throws DownloadProblem for a web page; {@link Mismatch} for another size than was announced.
 */
export async function requireAnnounced(file: SourceFile, response: Response): Promise<void> {
  try {
    if (isWeights(file)) refuseWebPage(response, file.path);
    const found = announcedSize(response);
    if (found === null || found === file.bytes) return;
    throw new Mismatch(`${file.path} has ${found} bytes at its source, announced were ${file.bytes}`, CHANGED);
  } catch (error) {
    await response.body?.cancel().catch(() => {});
    throw error;
  }
}

/** Refuses weights by their first bytes. @throws DownloadProblem that says what they are. */
export function requireWeights(file: SourceFile, start: Uint8Array): void {
  if (isWeights(file)) refuseForeign(file.path, Buffer.from(start.subarray(0, START_BYTES)), false);
}

/**
 * Without a checksum a file of weights has to be as long as its own header says.
 * @param part where its bytes are.
 * @throws {@link Mismatch} that says what is wrong with it.
 */
export async function requireSound(file: SourceFile, part: string): Promise<void> {
  if (file.checksum || !isWeights(file)) return;
  try {
    await readSafetensors(part, file.path);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new Mismatch(error.message, 'Get it in a browser, then add the file.');
  }
}
