/** A keychain that is not the system's: what it holds, what it was asked, and how it refuses. */
import { type Keychain, KeychainRefused } from './keychain.ts';

export class FakeKeychain implements Keychain {
  readonly holds = new Map<string, string>();
  /** Refused with these words; null: it does as it is asked. */
  refuses: KeychainRefused | null = null;
  reads = 0;

  async read(name: string): Promise<string | null> {
    this.reads += 1;
    this.#mayRefuse();
    return this.holds.get(name) ?? null;
  }

  async write(name: string, secret: string): Promise<void> {
    this.#mayRefuse();
    this.holds.set(name, secret);
  }

  async forget(name: string): Promise<void> {
    this.#mayRefuse();
    this.holds.delete(name);
  }

  #mayRefuse(): void {
    if (this.refuses) throw this.refuses;
  }
}

export const LOCKED = new KeychainRefused('refused: unlock prompt was dismissed', false);
export const ABSENT = new KeychainRefused('is not there: no org.freedesktop.secrets', true);
