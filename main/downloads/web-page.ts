/** What servers send in place of a file: pages, and the way to a log-in. */
import type { Response } from 'undici';
import { foreignFormat, recognised } from '../../native-models/checkpoint/formats/foreign-formats.ts';
import { DownloadProblem, hostOf, IN_A_BROWSER } from './problems.ts';

const PAGE = /^\s*(text\/html|application\/xhtml\+xml)\b/i;
/** A part of a path, or its beginning: `/login`, `/users/sign_in`, `/auth/realms`. */
const LOG_IN = /\/(log-?_?in|sign-?_?in|signon|sso|oauth2?|authorize|account\/login|auth)(\/|\.|$)/i;

/** What is said to be bytes is no log-in, wherever a storage keeps it. */
const BYTES = /^\s*(application|binary|image)\//i;
const WORDS = /json|xml/i;

/** Refuses what leads to a log-in. @throws DownloadProblem that lasts. */
export function refuseLogIn(
  { url, redirected, headers }: Pick<Response, 'url' | 'redirected' | 'headers'>,
  what: string,
): void {
  const path = URL.parse(url)?.pathname ?? '';
  if (!redirected || !LOG_IN.test(path) || /\.safetensors$/i.test(path)) return;
  const type = headers.get('content-type') ?? '';
  if (BYTES.test(type) && !WORDS.test(type)) return;
  throw new DownloadProblem(`${hostOf(url)} wants a log-in before it gives ${what}`, IN_A_BROWSER);
}

/** Refuses an answer that says that it is a page. @throws DownloadProblem that lasts. */
export function refuseWebPage({ url, headers }: Pick<Response, 'url' | 'headers'>, what: string): void {
  if (!PAGE.test(headers.get('content-type') ?? '')) return;
  throw new DownloadProblem(
    `${hostOf(url)} sent a web page in place of ${what}`,
    `Perhaps the site wants a log-in. ${IN_A_BROWSER}`,
  );
}

/**
 * Refuses a .safetensors file by its first bytes.
 * @param start of the file. @param strict refuses also what is nothing that we know.
 * @throws DownloadProblem that says what it is.
 */
export function refuseForeign(name: string, start: Buffer, strict: boolean): void {
  const format = foreignFormat(start) && (strict ? foreignFormat(start) : recognised(start));
  if (format) throw new DownloadProblem(`${name}: ${format.problem}`, `${format.advice}.`);
}
