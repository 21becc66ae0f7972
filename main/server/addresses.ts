import { hostname, networkInterfaces } from 'node:os';
import { isIPv6 } from 'node:net';

/** How a server is reached that listens on one address, or on every one of this machine. */
export interface ServerAddresses {
  /** What a browser may give as Host: names and addresses, with the port. */
  readonly hosts: readonly string[];
  /** For a browser on this machine. */
  readonly here: string;
  /** For one on another machine; none where only this machine gets in. */
  readonly elsewhere: readonly string[];
}

interface Machine {
  /** Its own name in the network. */
  readonly name: string;
  /** Its addresses that others may addresses. */
  readonly addresses: readonly string[];
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'] as const;
const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);
/** Browsers leave it out of Host. */
const HTTP_PORT = 80;

export function isLoopback(host: string): boolean {
  return (LOOPBACK as readonly string[]).includes(bracketed(host));
}

/** @param host what the server was told to listen on: an address or a name. */
export function addressesOf(host: string, port: number, machine: Machine = thisMachine()): ServerAddresses {
  const every = EVERY_ADDRESS.has(host);
  const outside = every ? machine.addresses.map(bracketed) : isLoopback(host) ? [] : [bracketed(host)];
  const names = every ? [machine.name, `${machine.name}.local`] : [];
  const withPort = (name: string) => `${name}:${port}`;
  const known = [...new Set([...LOOPBACK, ...outside, ...names])];
  return {
    hosts: [...known.map(withPort), ...(port === HTTP_PORT ? known : [])],
    here: withPort(every ? LOOPBACK[0] : bracketed(host)),
    elsewhere: outside.map(withPort),
  };
}

/** As an address is written in a URL. */
function bracketed(host: string): string {
  return isIPv6(host) ? `[${host}]` : host.toLowerCase();
}

function thisMachine(): Machine {
  const reachable = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    // Of a link-local one a browser would have to name the network card.
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  return { name: hostname().toLowerCase(), addresses: reachable.map(({ address }) => address) };
}
