/** `heirloom serve`: the contract over a WebSocket at /rpc of the server that the page came from. */
import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { ConnectionSignal } from './connection-signal.ts';
import type { Host, StudioClient } from './host.ts';

const FIRST_RETRY_MS = 400;
const LONGEST_RETRY_MS = 5000;

export function webSocketHost(page: Location): Host {
  const signal = new ConnectionSignal();
  const address = rpcAddress(page);
  let isOpen = false;
  let refused = false;
  let link: ClientLink<ClientContext> = connect(FIRST_RETRY_MS);

  async function tellWhetherRefused(): Promise<void> {
    refused = await wasRefused(page.origin);
    if (!isOpen) signal.set(refused ? 'refused' : 'lost');
  }

  function connect(retryMs: number): ClientLink<ClientContext> {
    const socket = new WebSocket(address);
    let next = retryMs;
    socket.addEventListener('open', () => {
      next = FIRST_RETRY_MS;
      [isOpen, refused] = [true, false];
      signal.set('connected');
    });
    socket.addEventListener('close', () => {
      isOpen = false;
      if (!refused) signal.set('lost');
      void tellWhetherRefused();
      setTimeout(() => (link = connect(Math.min(next * 2, LONGEST_RETRY_MS))), next);
    });
    return new RPCLink({ websocket: socket });
  }

  return {
    // Each call goes over the socket of its time; what was under way when one closed has failed and says so.
    client: createORPCClient<StudioClient>({ call: (path, input, options) => link.call(path, input, options) }),
    pictureUrl: (id, size) => new URL(`/picture/${id}${size ? `?size=${size}` : ''}`, page.origin).href,
    desktop: null,
    onConnection: (listener) => signal.listen(listener),
  };
}

/** A page is not told why its socket was closed; a request is. */
async function wasRefused(origin: string): Promise<boolean> {
  const answer = await fetch(new URL('/rpc', origin), { cache: 'no-store' }).catch(() => null);
  return answer?.status === 401;
}

/**
 * Where to go with what a person was given: the address that the server printed, or its token alone.
 * @returns null where it is neither.
 */
export function newAddress(given: string, { origin, hash }: Pick<Location, 'origin' | 'hash'>): string | null {
  const text = given.trim();
  if (/^[\w-]{22,200}$/.test(text)) return `${origin}/?token=${text}${hash}`;
  const address = URL.parse(text);
  if (!address || !/^https?:$/.test(address.protocol) || !address.searchParams.get('token')) return null;
  // Its own page, where it has one, goes before the one that was open.
  if (address.hash === '') address.hash = hash;
  return address.href;
}

/** The token is in the server's cookie; a page from elsewhere (the dev server) may carry it as `#token=...`. */
export function rpcAddress({ protocol, host, hash }: Pick<Location, 'protocol' | 'host' | 'hash'>): string {
  const token = new URLSearchParams(hash.slice(1)).get('token');
  const query = token ? `?token=${encodeURIComponent(token)}` : '';
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc${query}`;
}
