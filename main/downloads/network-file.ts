/** The file `network.json` of a data folder, which nobody else can read: not in the history, nor in its backups. */
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure } from '../base/problem.ts';
import { storageProblem } from '../base/storage-problem.ts';
import { isWebAddress } from './connection.ts';

const schema = z.object({
  hub: z.string().refine(isWebAddress).nullable().catch(null),
  proxy: z.string().nullable().catch(null),
  /** Where the keychain does not have it. */
  token: z.string().nullable().catch(null),
  /** What the keychain calls this folder's token; null: it never had one. */
  keychainName: z.string().nullable().catch(null),
  inKeychain: z.boolean().catch(false),
});
export type NetworkValues = z.infer<typeof schema>;

const UNSET: NetworkValues = { hub: null, proxy: null, token: null, keychainName: null, inKeychain: false };
const PRIVATE = 0o600;

/** Read once. A file that is damaged counts as empty. */
export class NetworkFile {
  readonly #path: string;
  #values: NetworkValues;

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'network.json');
    this.#values = this.#read();
  }

  get values(): NetworkValues {
    return this.#values;
  }

  /**
   * Writes it whole or not at all.
   * @throws Problem where it cannot be written; the values are then as they were.
   */
  change(changes: Partial<NetworkValues>): void {
    const next = { ...this.#values, ...changes };
    this.#write(next);
    this.#values = next;
  }

  #read(): NetworkValues {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return UNSET; // not there yet, or damaged: it can be entered again
    }
  }

  #write(values: NetworkValues): void {
    const part = `${this.#path}.part`;
    try {
      writeFileSync(part, JSON.stringify(values, null, 1), { mode: PRIVATE });
      chmodSync(part, PRIVATE); // also where a part was left with other rights
      renameSync(part, this.#path);
    } catch (cause) {
      rmSync(part, { force: true }); // it may have a token in it
      const what = `${this.#path} cannot be written`;
      throw storageProblem(what, cause) ?? failure(what, 'Make the data folder writable.', cause);
    }
  }
}
