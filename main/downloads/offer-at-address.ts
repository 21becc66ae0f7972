import type { Response } from 'undici';
import { isPickle, PICKLE_ADVICE, START_BYTES } from '../../native-models/checkpoint/formats/foreign-formats.ts';
import { failure, usageProblem } from '../base/problem.ts';
import { announcedSize } from './announced-size.ts';
import type { Connection } from './connection.ts';
import { nameGiven, nameInAddress } from './file-name.ts';
import type { Offer } from './offer.ts';
import { hostOf } from './problems.ts';
import type { SourceFile } from './repository-file.ts';
import { refuseForeign, refuseWebPage } from './web-page.ts';

const IN_A_BROWSER = 'Get it in a browser, then add the file.';

/**
 * A file that some server has: what it is called there, how large it is, and how to tell that it is still the same.
 * @throws Problem where it is a web page, no safetensors file, or of unknown size; what {@link Connection.get} throws.
 */
export async function offerAtAddress(url: string, connection: Connection, signal: AbortSignal): Promise<Offer> {
  const what = nameInAddress(url) ?? hostOf(url);
  // Some servers refuse to be asked for the head alone: the first bytes say the same, and what the file is.
  const response = await connection.get(url, what, { signal, headers: { range: `bytes=0-${START_BYTES - 1}` } });
  const start = await startOf(response).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : connection.problemOf(error, url, what);
  });
  refuseWebPage(response, what);
  const name = nameOf(response, url) ?? what;
  requireSafetensors(name);
  refuseForeign(name, start, start.length === START_BYTES);
  const bytes = announcedSize(response) ?? (await sizeOfWhole(url, what, connection, signal));
  if (!bytes) throw failure(`${hostOf(url)} does not say how large ${name} is`, IN_A_BROWSER);
  const { headers } = response;
  const strong = headers.get('etag');
  const validator = strong && !strong.startsWith('W/') ? strong : headers.get('last-modified');
  const file: SourceFile = { path: name, bytes, checksum: null, at: { url, validator } };
  const target = [hostOf(url).replaceAll(':', '-'), name];
  return {
    title: name,
    from: hostOf(url),
    choices: [{ id: name, title: name, files: [file], bytes, target }],
    pickles: [],
  };
}

/** Up to {@link START_BYTES}; a server that knows no ranges is not heard to the end. */
async function startOf({ body }: Response): Promise<Buffer> {
  let start = Buffer.alloc(0);
  for await (const chunk of body ?? []) {
    start = Buffer.concat([start, chunk as Uint8Array]);
    if (start.length >= START_BYTES) break;
  }
  return start.subarray(0, START_BYTES);
}

/**
 * What the server calls it; else the address asked for, else the one it led to: the first that ends as weights do. Storages
 * call files by numbers.
 */
function nameOf({ headers, url: reached }: Response, url: string): string | null {
  const names = [nameGiven(headers.get('content-disposition')), nameInAddress(url), nameInAddress(reached)];
  const found = names.filter((name) => name !== null);
  return found.find((name) => isPickle(name) || isSafetensors(name)) ?? found[0] ?? null;
}

/** Asked for all of it, a server may say what it does not say of a part. */
async function sizeOfWhole(url: string, what: string, connection: Connection, signal: AbortSignal) {
  const response = await connection.get(url, what, { signal });
  await response.body?.cancel().catch(() => {});
  return announcedSize(response);
}

/**
 * Refuses a file by its name.
 * @throws Problem: pickles can run code, and nothing else is read.
 */
export function requireSafetensors(name: string): void {
  if (isPickle(name)) {
    throw usageProblem(`${name} is a Python pickle, which can run any code when it is opened`, PICKLE_ADVICE);
  }
  if (isSafetensors(name)) return;
  throw usageProblem(
    `${name} is no .safetensors file`,
    'Give a repository (owner/name), or the address of a .safetensors file.',
  );
}

const isSafetensors = (name: string): boolean => /\.safetensors$/i.test(name);
