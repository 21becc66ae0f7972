/** Mirror, proxy and token as a person set them: for connections, and as a page may see them. */
import type { Network } from '../../preload/contract/download.ts';
import { usageProblem } from '../base/problem.ts';
import { type Environment, type NetworkSettings, isWebAddress, networkOf, withoutPassword } from './connection.ts';
import { HubToken } from './hub-token.ts';
import { type Keychain, systemKeychain } from './keychain.ts';
import { NetworkFile } from './network-file.ts';

export interface NetworkOptions {
  readonly env?: Environment;
  readonly keychain?: Keychain;
}

type Changes = { readonly [K in keyof NetworkSettings]?: string | null | undefined };

/** The network's settings of a data folder, read once. */
export class NetworkStore {
  readonly #file: NetworkFile;
  readonly #token: HubToken;
  readonly #env: Environment;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataFolder: string, { env = process.env, keychain = systemKeychain(env) }: NetworkOptions = {}) {
    this.#file = new NetworkFile(dataFolder);
    this.#token = new HubToken(this.#file, keychain);
    this.#env = env;
  }

  /**
   * With the token: for connections, and for nothing that is shown or kept.
   * @throws Problem where the keychain has the token and does not give it, unless the environment has one.
   */
  async values(): Promise<NetworkSettings> {
    const { hub, proxy } = this.#file.values;
    const token = this.#inTurn(() => this.#token.value());
    const otherwise = networkOf(this.#env).token;
    return { hub, proxy, token: otherwise === null ? await token : await token.catch(() => null) };
  }

  /** As a page may see it. */
  shown(): Network {
    const { hub, proxy } = this.#file.values;
    const otherwise = networkOf(this.#env);
    return {
      hub,
      proxy: proxy && withoutPassword(proxy),
      tokenIn: this.#token.keptIn,
      tokenNote: this.#token.note,
      otherwise: {
        hub: otherwise.hub,
        proxy: otherwise.proxy && withoutPassword(otherwise.proxy),
        hasToken: otherwise.token !== null,
      },
    };
  }

  /**
   * Changes what is given. An empty text is as good as null.
   * @throws Problem where an address is none, or nothing can be written.
   */
  async set({ token, ...addresses }: Changes): Promise<void> {
    const changed = Object.fromEntries(
      Object.entries(addresses).flatMap(([name, value]) => (value === undefined ? [] : [[name, value || null]])),
    );
    const { hub, proxy } = { ...this.#file.values, ...changed };
    requireAddress(hub, 'The hub', 'https://hub.example');
    requireAddress(proxy, 'The proxy', 'http://host:3128');
    await this.#inTurn(async () => {
      this.#file.change({ hub, proxy });
      if (token) await this.#token.set(token);
      else if (token !== undefined) await this.#token.forget();
    });
  }

  /** To be called once a start: a token that lies in the file goes to the keychain. @throws Problem as {@link set}. */
  async moveToken(): Promise<void> {
    await this.#inTurn(() => this.#token.moveToKeychain());
  }

  /** Two changes at once would each take the other's token for the old one. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {}); // told to whoever asked
    return turn;
  }
}

function requireAddress(value: string | null, what: string, example: string): void {
  if (value === null) return;
  if (isWebAddress(value)) return;
  throw usageProblem(`${what}: ${value} is no address`, `Write it as ${example}.`);
}
