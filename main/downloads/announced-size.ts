import type { Response } from 'undici';

/**
 * Bytes of the whole file, as an answer's headers say.
 * @returns null where they do not: of a part its own length says nothing, and of what was compressed on the way neither.
 */
export function announcedSize({ status, headers }: Pick<Response, 'status' | 'headers'>): number | null {
  const said = status === 206 ? totalIn(headers.get('content-range')) : headers.get('content-length');
  if (said === null || headers.has('content-encoding')) return null;
  const bytes = /^\d+$/.test(said) ? Number(said) : Number.NaN;
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** `bytes 0-63/200` -> `200`; of `bytes 0-0/*` nothing. */
function totalIn(range: string | null): string | null {
  return /^bytes \d+-\d+\/(\d+)$/i.exec(range ?? '')?.[1] ?? null;
}
