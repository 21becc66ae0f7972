/** Requests as the person's settings want them: through a proxy, to a mirror, with a token that only the hub gets to see. */
import { EnvHttpProxyAgent, fetch as undiciFetch, type RequestInit, type Response } from 'undici';
import { refuseLogIn } from './web-page.ts';
import { type Asked, DownloadProblem, errorProblem, statusProblem } from './problems.ts';

/** What a person has set; null leaves it to the environment (see {@link networkOf}). */
export interface NetworkSettings {
  /** Address of a hub or a mirror of it; null: what applies otherwise. */
  readonly hub: string | null;
  readonly proxy: string | null;
  readonly token: string | null;
}

/** A way to one hub and to any other address; the token only goes to the hub. */
export interface Connection {
  /** Without a slash at its end. */
  readonly hub: string;
  /**
   * @param what how messages call what is asked for.
   * @throws DownloadProblem for an answer that is not 2xx, unless its status is among `expected`; for a way to a log-in.
   */
  get(url: string, what: string, options?: GetOptions): Promise<Response>;
  /** A problem in words, for whatever went wrong after the answer began. */
  problemOf(error: unknown, url: string, what: string): Error;
  close(): Promise<void>;
}

/** `expected`: statuses beside 2xx that are no problem to the caller. */
export interface GetOptions {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly expected?: readonly number[];
}

/** The hub where neither a person nor the environment names another. */
export const USUAL_HUB = 'https://huggingface.co';
const CONNECT_MS = 15_000;
/** Without a byte for so long, a line is taken for dead and begun again. */
const SILENCE_MS = 45_000;
/** A proxy is for what is elsewhere. */
const LOOPBACK = 'localhost,127.0.0.1,::1';

/** Variables as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What applies where a person has set nothing. */
export function networkOf(env: Environment) {
  return {
    hub: env['HF_ENDPOINT'] || USUAL_HUB,
    proxy: env['https_proxy'] || env['HTTPS_PROXY'] || env['http_proxy'] || env['HTTP_PROXY'] || null,
    token: env['HF_TOKEN'] || null,
  };
}

/**
 * Opens a connection; `close` ends what is still under way.
 * @param env read for what `settings` leave open: `HF_ENDPOINT`, `HTTPS_PROXY`, `HF_TOKEN`, `NO_PROXY`.
 * @throws {@link DownloadProblem} where the hub's or the proxy's address is none.
 */
export function connect(settings: NetworkSettings, env: Environment = process.env): Connection {
  const otherwise = networkOf(env);
  const hub = withoutLastSlashes(settings.hub ?? otherwise.hub);
  if (!isWebAddress(hub)) {
    throw new DownloadProblem(
      `${hub || 'The hub'} is no address of a hub`,
      `Write it in Settings or HF_ENDPOINT as ${USUAL_HUB}.`,
    );
  }
  const token = settings.token ?? otherwise.token;
  const proxy = settings.proxy ?? otherwise.proxy;
  const agent = agentFor(settings.proxy, env);

  const isAtHub = (url: string): boolean => URL.parse(url)?.origin === URL.parse(hub)?.origin;
  const askedFor = (url: string, what: string): Asked => ({
    url,
    what,
    atHub: isAtHub(url),
    hasToken: token !== null,
    proxy: proxy && withoutPassword(proxy),
  });

  return {
    hub,
    async get(url, what, { method = 'GET', headers = {}, signal, expected = [] } = {}) {
      const asked = askedFor(url, what);
      const mayAuthorize = token !== null && asked.atHub;
      const init: RequestInit = {
        method,
        dispatcher: agent,
        // Compressed, a part of a file would not begin where we ask.
        headers: {
          'accept-encoding': 'identity',
          ...headers,
          ...(mayAuthorize ? { authorization: `Bearer ${token}` } : {}),
        },
        ...(signal ? { signal } : {}),
      };
      const response = await undiciFetch(url, init).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : errorProblem(error, asked);
      });
      await refusing(response, () => refuseLogIn(response, what));
      if (response.ok || expected.includes(response.status)) return response;
      await response.body?.cancel().catch(() => {});
      throw statusProblem(response.status, response.headers.get('x-error-code'), asked);
    },
    problemOf: (error, url, what) => errorProblem(error, askedFor(url, what)),
    close: () => agent.destroy(),
  };
}

/** What is refused is not read on. */
async function refusing({ body }: Response, check: () => void): Promise<void> {
  try {
    check();
  } catch (error) {
    await body?.cancel().catch(() => {});
    throw error;
  }
}

function agentFor(proxy: string | null, env: Environment): EnvHttpProxyAgent {
  const options = { connect: { timeout: CONNECT_MS }, headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS };
  try {
    if (proxy !== null) return new EnvHttpProxyAgent({ ...options, httpProxy: proxy, httpsProxy: proxy, noProxy: '' });
    const noProxy = [env['no_proxy'] ?? env['NO_PROXY'], LOOPBACK].filter(Boolean).join(',');
    const [http, https] = [env['http_proxy'] ?? env['HTTP_PROXY'], env['https_proxy'] ?? env['HTTPS_PROXY']];
    // An empty string keeps the agent from looking into this process's own environment.
    return new EnvHttpProxyAgent({ ...options, httpProxy: http ?? '', httpsProxy: https ?? '', noProxy });
  } catch (cause) {
    throw new DownloadProblem(
      `${proxy ? withoutPassword(proxy) : 'The proxy of the environment'} is no address of a proxy`,
      'Write it in Settings as http://host:port.',
      false,
      cause,
    );
  }
}

/** Of http or https. */
export function isWebAddress(text: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');
}

/** `http://name@host:port/` of an address that may hold a password. */
export function withoutPassword(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  url.password = '';
  return url.href.replace(/\/$/, '');
}

function withoutLastSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}
