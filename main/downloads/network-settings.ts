/** Mirror, proxy and token, in a file of their own that nobody else can read: not in the history, nor in its backups. */
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Network } from '../../preload/contract/download.ts';
import { failure, usageProblem } from '../base/problem.ts';
import { storageProblem } from '../base/storage-problem.ts';
import { type Environment, type NetworkSettings, networkOf, withoutPassword } from './connection.ts';

const settings = z.object({
  hub: z.string().nullable().catch(null),
  proxy: z.string().nullable().catch(null),
  token: z.string().nullable().catch(null),
});
const UNSET: NetworkSettings = { hub: null, proxy: null, token: null };
const PRIVATE = 0o600;

/** The file `network.json` of a data folder, read once. A file that is damaged counts as empty. */
export class NetworkStore {
  readonly #file: string;
  readonly #env: Environment;
  #values: NetworkSettings;

  constructor(dataFolder: string, env: Environment = process.env) {
    this.#file = join(dataFolder, 'network.json');
    this.#env = env;
    this.#values = this.#read();
  }

  /** With the token: for connections, and for nothing that is shown or kept. */
  get values(): NetworkSettings {
    return this.#values;
  }

  /** As a page may see it. */
  shown(): Network {
    const { hub, proxy, token } = this.#values;
    const otherwise = networkOf(this.#env);
    return {
      hub,
      proxy: proxy && withoutPassword(proxy),
      hasToken: token !== null,
      otherwise: {
        hub: otherwise.hub,
        proxy: otherwise.proxy && withoutPassword(otherwise.proxy),
        hasToken: otherwise.token !== null,
      },
    };
  }

  /** Changes what is given. An empty text is as good as null. */
  set(changes: { readonly [K in keyof NetworkSettings]?: string | null | undefined }): void {
    const changed = Object.fromEntries(
      Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value || null]])),
    );
    const next: NetworkSettings = { ...this.#values, ...changed };
    requireAddress(next.hub, 'The hub', 'https://hub.example');
    requireAddress(next.proxy, 'The proxy', 'http://host:3128');
    this.#write(next);
    this.#values = next;
  }

  #read(): NetworkSettings {
    try {
      return settings.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return UNSET; // not there yet, or damaged: it can be entered again
    }
  }

  #write(values: NetworkSettings): void {
    const part = `${this.#file}.part`;
    try {
      writeFileSync(part, JSON.stringify(values, null, 1), { mode: PRIVATE });
      chmodSync(part, PRIVATE); // also where a part was left with other rights
      renameSync(part, this.#file);
    } catch (cause) {
      rmSync(part, { force: true }); // it may have a token in it
      const what = `${this.#file} cannot be written`;
      throw storageProblem(what, cause) ?? failure(what, 'Make the data folder writable.', cause);
    }
  }
}

function requireAddress(value: string | null, what: string, example: string): void {
  if (value === null) return;
  const url = URL.parse(value);
  if (url && ['http:', 'https:'].includes(url.protocol)) return;
  throw usageProblem(`${what}: ${value} is no address`, `Write it as ${example}.`);
}
