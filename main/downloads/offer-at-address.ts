import { isPickle, PICKLE_ADVICE } from '../../native-models/checkpoint/formats/foreign-formats.ts';
import { failure, usageProblem } from '../base/problem.ts';
import type { Connection } from './connection.ts';
import type { Offer } from './offer.ts';
import { hostOf } from './problems.ts';
import type { SourceFile } from './repository-file.ts';

/** A file that some server has: what it is called there, how large it is, and how to tell that it is still the same. */
export async function offerAtAddress(url: string, connection: Connection, signal: AbortSignal): Promise<Offer> {
  const what = nameIn(url) ?? hostOf(url);
  // Some servers refuse to be asked for the head alone: one byte says the same.
  const response = await connection.get(url, what, { signal, headers: { range: 'bytes=0-0' } });
  await response.body?.cancel().catch(() => {});
  const name = nameGiven(response.headers.get('content-disposition')) ?? nameIn(response.url) ?? what;
  requireSafetensors(name);
  const { headers } = response;
  const bytes = Number(
    /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? headers.get('content-length') ?? Number.NaN,
  );
  if (!Number.isSafeInteger(bytes) || bytes === 0) {
    throw failure(`${hostOf(url)} does not say how large ${name} is`, 'Get it in a browser, then add the file.');
  }
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

/**
 * Refuses a file by its name.
 * @throws Problem: pickles can run code, and nothing else is read.
 */
export function requireSafetensors(name: string): void {
  if (isPickle(name)) {
    throw usageProblem(`${name} is a Python pickle, which can run any code when it is opened`, PICKLE_ADVICE);
  }
  if (/\.safetensors$/i.test(name)) return;
  throw usageProblem(
    `${name} is no .safetensors file`,
    'Give a repository (owner/name), or the address of a .safetensors file.',
  );
}

/** The last part of an address's path, without anything that could lead out of a folder. */
function nameIn(url: string): string | null {
  const last = URL.parse(url)?.pathname.split('/').at(-1);
  return last ? plainName(decodeURIComponent(last)) : null;
}

function nameGiven(disposition: string | null): string | null {
  const [, encoded, quoted, bare] =
    /filename\*=UTF-8''([^;]+)|filename="([^"]+)"|filename=([^;\s]+)/i.exec(disposition ?? '') ?? [];
  const name = encoded ? decodeURIComponent(encoded) : (quoted ?? bare);
  return name ? plainName(name) : null;
}

function plainName(name: string): string | null {
  const plain = (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/[\p{Cc}<>:"|?*]/gu, '_').replace(/^\.+/, '');
  return plain === '' ? null : plain;
}
