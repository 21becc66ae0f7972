/** The system's keychain: macOS's, Windows' Credential Manager, and on Linux the Secret Service of a desktop. */
import { setTimeout as delay } from 'node:timers/promises';
import type { AsyncEntry } from '@napi-rs/keyring';

/** What keeps secrets for a person, each under a name. */
export interface Keychain {
  /** null: nothing of that name. @throws {@link KeychainRefused} as the others do. */
  read(name: string): Promise<string | null>;
  write(name: string, secret: string): Promise<void>;
  /** What is not there is as good as forgotten. */
  forget(name: string): Promise<void>;
}

/** A keychain that does not do what it is asked: it is locked, the person said no, or there is none. */
export class KeychainRefused extends Error {
  override readonly name = 'KeychainRefused';
  /** There is none on this system, which is no trouble that a person has to know of. */
  readonly absent: boolean;

  /** @param message how it goes on after "The system's keychain". */
  constructor(message: string, absent: boolean, cause?: unknown) {
    super(message, { cause });
    this.absent = absent;
  }
}

const SERVICE = 'Heirloom';
/** A person may have to unlock it first, and to look for the password. */
const ANSWER_MS = 60_000;
/** What was left of it may be the secret itself. */
const WORDS = 120;

/** A variable that says `none` for machines that have a keychain which nobody can unlock, and for tests. */
const SWITCH = 'HEIRLOOM_KEYCHAIN';

/** Opened when it is first asked, so that a start without a token costs nothing. */
export function systemKeychain(env: Readonly<Record<string, string | undefined>> = process.env): Keychain {
  return env[SWITCH] === 'none'
    ? NO_KEYCHAIN
    : {
        read: (name) => asked(name, (entry) => entry.getPassword()),
        write: (name, secret) => asked(name, (entry) => entry.setPassword(secret)),
        forget: async (name) => void (await asked(name, (entry) => entry.deletePassword())),
      };
}

async function none(): Promise<never> {
  throw new KeychainRefused('is switched off', true);
}
const NO_KEYCHAIN: Keychain = { read: none, write: none, forget: none };

async function asked<T>(name: string, work: (entry: AsyncEntry) => Promise<T>): Promise<T> {
  const entry = await entryOf(name);
  const given = new AbortController();
  const late = delay(ANSWER_MS, undefined, { ref: false, signal: given.signal }).then(() => {
    throw new KeychainRefused(`did not answer within ${ANSWER_MS / 1000} s`, false);
  });
  try {
    return await Promise.race([work(entry), late]);
  } catch (cause) {
    throw cause instanceof KeychainRefused ? cause : new KeychainRefused(`refused: ${wordsOf(cause)}`, false, cause);
  } finally {
    late.catch(() => {}); // told above, where it came first
    given.abort();
  }
}

async function entryOf(name: string): Promise<AsyncEntry> {
  try {
    const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
    // Linux' other store, the kernel's, forgets everything when the machine is switched off.
    return new Entry(SERVICE, name, { linux: { store: 'secret-service' } });
  } catch (cause) {
    throw new KeychainRefused(`is not there: ${wordsOf(cause)}`, true, cause);
  }
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/^Couldn't access platform storage: /, '').slice(0, WORDS);
}
