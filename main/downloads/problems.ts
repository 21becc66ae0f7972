/** What goes wrong on the way from a hub, in words: what happened, where, and what to do. */
import { Problem } from '../base/problem.ts';

/** Whether it may be gone in a moment: a line that broke, a server that has too much to do. */
export class DownloadProblem extends Problem {
  readonly passing: boolean;

  constructor(message: string, remedy: string, passing = false, cause?: unknown) {
    super('failure', message, remedy, { cause });
    this.passing = passing;
  }
}

/** What was asked for, as messages call it, and how. */
export interface Asked {
  /** `owner/name`, or a file's name. */
  readonly what: string;
  readonly url: string;
  /** The token of Settings is for the hub alone. */
  readonly atHub: boolean;
  readonly hasToken: boolean;
  /** As messages may show it: no password. */
  readonly proxy: string | null;
}

type Words = readonly [message: string, remedy: string];
type Tell = (asked: Asked & { readonly host: string }) => Words;

const ELSEWHERE = 'Check the name. A private repository needs an access token (Settings).';
const NAME_AND_PASSWORD = 'Enter it in Settings as http://name:password@host:port.';
/** What to do where a site wants to know who asks. */
export const IN_A_BROWSER =
  'Log in there in a browser, get the file, and add it. A site that gives keys (Civitai) takes one in the address: …?token=KEY.';
const EXPIRED = 'Check the address: it may have expired. Get a new one from the page it is offered on.';
const gated: Tell = ({ what, host, hasToken }) => [
  `${what} is gated: ${host} gives it only to those who accepted its terms`,
  hasToken
    ? 'Accept them on its page with the account that the access token belongs to, and let the token read gated repositories.'
    : 'Accept them on its page there, then enter an access token in Settings.',
];
const missing: Tell = ({ what, host }) => [`${host} has no ${what}`, ELSEWHERE];

/** The hub says in a header what its status alone does not. */
const BY_CODE: Readonly<Record<string, Tell>> = {
  GatedRepo: gated,
  RepoNotFound: missing,
  RevisionNotFound: ({ what, host }) => [`${host} has ${what}, but not in this revision`, 'Check what follows the @.'],
  EntryNotFound: ({ what, host }) => [`${host} has no file ${what}`, 'It may have been renamed: look it up again.'],
};

const BY_STATUS: Readonly<Record<number, Tell>> = {
  401: ({ what, host, hasToken }) => [
    `${host} does not show ${what} to everybody, or has no such thing (401)`,
    hasToken ? 'Check the name, and whether the access token in Settings is still valid.' : ELSEWHERE,
  ],
  403: gated,
  404: missing,
  407: ({ proxy }) => [`The proxy${proxy ? ` ${proxy}` : ''} wants a name and a password (407)`, NAME_AND_PASSWORD],
  410: missing,
  429: ({ host }) => [`${host} has had too many requests (429)`, 'Wait a few minutes, then go on.'],
  507: ({ host }) => [`${host} has run out of room (507)`, 'Try again later.'],
};
/** At any other address: a token of ours is nothing to it. */
const BY_STATUS_ELSEWHERE: Readonly<Record<number, Tell>> = {
  401: ({ what, host }) => [`${host} gives ${what} only to those who are logged in (401)`, IN_A_BROWSER],
  403: ({ what, host }) => [
    `${host} does not give ${what} to everybody (403)`,
    `It may want a log-in. ${IN_A_BROWSER}`,
  ],
  404: ({ what, host }) => [`${host} has no ${what} (404)`, EXPIRED],
  410: ({ what, host }) => [`${host} has no ${what} any more (410)`, EXPIRED],
  451: ({ what, host }) => [`${host} may not give ${what} here (451)`, 'Get it elsewhere.'],
};
const PASSING_STATUS = new Set([408, 425, 429]);

/**
 * An HTTP answer other than 2xx in words.
 * @param code the hub's `x-error-code`, more exact than the status.
 */
export function statusProblem(status: number, code: string | null, asked: Asked): DownloadProblem {
  const told = { ...asked, host: hostOf(asked.url) };
  const own = asked.atHub ? undefined : BY_STATUS_ELSEWHERE[status];
  const tell = (code && asked.atHub && BY_CODE[code]) || (own ?? BY_STATUS[status]);
  const [message, remedy] = tell?.(told) ?? [`${told.host} answered ${status} for ${told.what}`, 'Try again later.'];
  return new DownloadProblem(message, remedy, status >= 500 || PASSING_STATUS.has(status));
}

const offline: Tell = ({ host }) => [
  `${host} cannot be found on the network`,
  'Is this machine online? A mirror or a proxy can be set in Settings.',
];
const unreachable: Tell = ({ host }) => [
  `${host} does not take the connection`,
  'Check the address; a mirror or a proxy can be set in Settings.',
];
const broken: Tell = ({ host }) => [`The connection to ${host} broke`, 'Go on when the network is back.'];
const slow: Tell = ({ host }) => [`${host} does not answer`, 'Go on later, or set a mirror in Settings.'];
const untrusted: Tell = ({ host }) => [
  `The certificate of ${host} is not trusted here`,
  "Where a company's proxy has its own, start Heirloom with NODE_EXTRA_CA_CERTS set to its file.",
];
const garbled: Tell = ({ host }) => [
  `${host} does not answer as a web server does`,
  'Check the address, and whether it begins with http:// or https://.',
];
const endless: Tell = ({ host }) => [`${host} answered with headers that are too large`, 'Check the address.'];
const full: Tell = ({ what }) => [
  `The disk is full: ${what} does not fit`,
  'Make room, then go on: what is here is kept.',
];
const forbidden: Tell = ({ what }) => [`${what} cannot be written`, 'Make the data folder writable.'];

const BY_ERROR: Readonly<Record<string, readonly [Tell, 'passing' | 'lasting']>> = {
  ENOTFOUND: [offline, 'passing'],
  EAI_AGAIN: [offline, 'passing'],
  ENETUNREACH: [offline, 'passing'],
  EHOSTUNREACH: [offline, 'passing'],
  ECONNREFUSED: [unreachable, 'passing'],
  ECONNRESET: [broken, 'passing'],
  EPIPE: [broken, 'passing'],
  UND_ERR_SOCKET: [broken, 'passing'],
  ETIMEDOUT: [slow, 'passing'],
  UND_ERR_CONNECT_TIMEOUT: [slow, 'passing'],
  UND_ERR_HEADERS_TIMEOUT: [slow, 'passing'],
  UND_ERR_BODY_TIMEOUT: [slow, 'passing'],
  UND_ERR_HEADERS_OVERFLOW: [endless, 'lasting'],
  HPE_HEADER_OVERFLOW: [endless, 'lasting'],
  ERR_SSL_WRONG_VERSION_NUMBER: [garbled, 'lasting'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [garbled, 'lasting'],
  SELF_SIGNED_CERT_IN_CHAIN: [untrusted, 'lasting'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [untrusted, 'lasting'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [untrusted, 'lasting'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [untrusted, 'lasting'],
  ERR_TLS_CERT_ALTNAME_INVALID: [untrusted, 'lasting'],
  CERT_HAS_EXPIRED: [untrusted, 'lasting'],
  ENOSPC: [full, 'lasting'],
  EDQUOT: [full, 'lasting'],
  EACCES: [forbidden, 'lasting'],
  EPERM: [forbidden, 'lasting'],
  EROFS: [forbidden, 'lasting'],
};

const FROM_A_BROWSER = 'Get it in a browser, then add the file.';
/** What undici has words for and no code; it follows twenty redirects. None of it passes. */
const BY_MESSAGE: readonly (readonly [message: RegExp, Tell])[] = [
  [
    /redirect count exceeded/i,
    ({ host, what }) => [`${host} sends on and on for ${what} (20 redirects)`, FROM_A_BROWSER],
  ],
  [
    /scheme must be a HTTP/i,
    ({ host, what }) => [`${host} leads to no address of the web for ${what}`, FROM_A_BROWSER],
  ],
  [/does not match the HTTP\/1\.1 protocol/i, garbled],
];

/** Any error of a request or of writing what came. Ours come back as they are. */
export function errorProblem(error: unknown, asked: Asked): Problem {
  const chain = causesOf(error);
  const ours = chain.find((each) => each instanceof Problem);
  if (ours) return ours as Problem;
  const refusal = proxyRefusal(chain, asked.proxy);
  if (refusal) return refusal;
  const told = { ...asked, host: hostOf(asked.url) };
  const lastingly = byMessage(chain, told);
  if (lastingly) return lastingly;
  const code = chain.map(codeOf).find((each) => each !== null && Object.hasOwn(BY_ERROR, each)) ?? null;
  const [tell, lasting] = (code && BY_ERROR[code]) || [broken, 'passing'];
  const [message, remedy] = tell(told);
  return new DownloadProblem(`${message}${code ? ` (${code})` : ''}`, remedy, lasting === 'passing', error);
}

function byMessage(chain: readonly unknown[], asked: Asked & { readonly host: string }): DownloadProblem | null {
  const said = chain.map((each) => (each instanceof Error ? each.message : '')).join(' ');
  const tell = BY_MESSAGE.find(([message]) => message.test(said))?.[1];
  return tell ? new DownloadProblem(...tell(asked)) : null;
}

function proxyRefusal(chain: readonly unknown[], proxy: string | null): DownloadProblem | null {
  if (!proxy) return null;
  const said = chain.map((each) => (each instanceof Error ? each.message : '')).join(' ');
  const wantsName = /\(407\)|proxy authentication required/i.test(said);
  const status = wantsName ? 407 : /Proxy response \((\d+)\)/.exec(said)?.[1];
  if (status) {
    const remedy = wantsName ? NAME_AND_PASSWORD : 'Ask whoever runs it, or take it out in Settings.';
    return new DownloadProblem(`The proxy ${proxy} refused the connection (${status})`, remedy);
  }
  const port = URL.parse(proxy)?.port;
  const atProxy = chain.some(
    (each) => codeOf(each) === 'ECONNREFUSED' && String((each as { port?: unknown }).port) === port,
  );
  if (!atProxy && !chain.some((each) => codeOf(each)?.startsWith('UND_ERR_PRX'))) return null;
  return new DownloadProblem(`The proxy ${proxy} does not take the connection`, 'Check its address in Settings.');
}

/** An error, what caused it, and those that it gathers. */
function causesOf(error: unknown): readonly unknown[] {
  if (!(error instanceof Error)) return [error];
  const gathered = error instanceof AggregateError ? error.errors.flatMap(causesOf) : [];
  return [error, ...gathered, ...(error.cause === undefined ? [] : causesOf(error.cause))];
}

function codeOf(error: unknown): string | null {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

/** `host:port` of an address; the text itself where it is none. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
