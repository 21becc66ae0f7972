import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may talk to the server: whoever has the token, from a page of ours. */
export interface Access {
  readonly token: string;
  /** The cookie that carries the token once the address with the token was opened. */
  readonly cookie: string;
  /** The token in `?token=` or in the cookie. */
  hasToken(request: IncomingMessage): boolean;
  /** Browsers say where a page is from; a request without an Origin comes from no page. */
  hasOwnOrigin(request: IncomingMessage): boolean;
  /** A Host we do not answer to means a name that somebody pointed at this address (DNS rebinding). */
  hasOwnHost(request: IncomingMessage): boolean;
}

/**
 * @param hosts names and addresses (with port) that the server is reached by: `127.0.0.1:8642`.
 * @param port browsers keep one set of cookies for all ports of a machine, so that its name has to tell two studios apart.
 * @param token left out: a new one.
 */
export function accessFor(hosts: readonly string[], port: number, token: string = newToken()): Access {
  const known = new Set(hosts);
  const name = `heirloom_token_${port}`;
  return {
    token,
    cookie: `${name}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    hasToken(request) {
      const given = tokenInAddress(request) ?? tokenInCookie(request.headers.cookie, name);
      return given !== null && sameText(given, token);
    },
    hasOwnOrigin({ headers: { origin } }) {
      return origin === undefined || [...known].some((host) => origin === `http://${host}`);
    },
    hasOwnHost: ({ headers: { host } }) => host !== undefined && known.has(host),
  };
}

/** 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The path and query that are asked for; null where there are none, as in what a proxy would be asked. */
export function targetOf({ url }: Pick<IncomingMessage, 'url'>): URL | null {
  // Not resolved against an address: `//elsewhere/` would be another one, and `//` none.
  const address = `http://server${url ?? ''}`;
  return url?.startsWith('/') && URL.canParse(address) ? new URL(address) : null;
}

export function tokenInAddress(request: Pick<IncomingMessage, 'url'>): string | null {
  return targetOf(request)?.searchParams.get('token') ?? null;
}

function tokenInCookie(header: string | undefined, cookie: string): string | null {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookie)?.[1] ?? null;
}

/** Takes the same time whichever letter differs. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
