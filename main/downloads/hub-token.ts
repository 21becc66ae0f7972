/** Where the hub's token is kept: in the system's keychain where there is one, else in the file of the other settings. */
import { randomUUID } from 'node:crypto';
import { failure } from '../base/problem.ts';
import { type Keychain, KeychainRefused } from './keychain.ts';
import type { NetworkFile } from './network-file.ts';

const AGAIN = 'Unlock it and try again, or enter the token anew in Settings, or forget it there.';

/** One token a data folder. It is in the keychain or in the file, and in both only between two steps of a move. */
export class HubToken {
  readonly #file: NetworkFile;
  readonly #keychain: Keychain;
  /** Asked once: every further time might be another question to the person. */
  #read: string | null = null;
  #note: string | null = null;

  constructor(file: NetworkFile, keychain: Keychain) {
    this.#file = file;
    this.#keychain = keychain;
  }

  /** null: none is set. */
  get keptIn(): 'keychain' | 'file' | null {
    const { token, inKeychain } = this.#file.values;
    return token !== null ? 'file' : inKeychain ? 'keychain' : null;
  }

  /** What the keychain did not do, in a sentence. */
  get note(): string | null {
    return this.#note;
  }

  /** @throws Problem where the keychain has it and does not give it. */
  async value(): Promise<string | null> {
    const { token, keychainName } = this.#file.values;
    if (this.keptIn !== 'keychain' || keychainName === null) return token;
    if (this.#read !== null) return this.#read;
    try {
      this.#read = await this.#keychain.read(keychainName);
    } catch (cause) {
      if (!(cause instanceof KeychainRefused)) throw cause;
      throw failure(`The hub's token: the system's keychain ${cause.message}`, AGAIN, cause);
    }
    if (this.#read !== null) return this.#read;
    throw failure("The hub's token is not in the system's keychain any more", 'Enter it again in Settings.');
  }

  /**
   * Into the keychain; where that refuses, into the file.
   * @throws Problem where the file cannot be written. The token is then where it was.
   */
  async set(token: string): Promise<void> {
    const keychainName = this.#file.values.keychainName ?? `hub token ${randomUUID()}`;
    // First its name: whatever ends the program now, nothing is in the keychain that nobody knows of.
    this.#file.change({ keychainName });
    this.#note = null;
    this.#read = null;
    try {
      await this.#keychain.write(keychainName, token);
      if ((await this.#keychain.read(keychainName)) !== token) throw new KeychainRefused('kept something else', false);
      this.#file.change({ token: null, inKeychain: true });
    } catch (refused) {
      if (!(refused instanceof KeychainRefused)) throw refused;
      this.#file.change({ token, inKeychain: false });
      if (!refused.absent) this.#note = `The system's keychain ${refused.message}.`;
    }
  }

  /** Here at once, whatever the keychain does. @throws Problem where the file cannot be written. */
  async forget(): Promise<void> {
    const { keychainName } = this.#file.values;
    this.#file.change({ token: null, inKeychain: false });
    this.#note = null;
    this.#read = null;
    if (keychainName === null) return;
    try {
      await this.#keychain.forget(keychainName);
    } catch (refused) {
      if (!(refused instanceof KeychainRefused)) throw refused;
      if (!refused.absent) {
        this.#note = `The system's keychain ${refused.message}. Delete "${keychainName}" of Heirloom there by hand.`;
      }
    }
  }

  /** What a version before this, or a day without a keychain, left in the file. @throws Problem as {@link set}. */
  async moveToKeychain(): Promise<void> {
    const { token } = this.#file.values;
    if (token !== null) await this.set(token);
  }
}
