import type { Session } from './session.ts';

/**
 * Sessions kept warm, least recently used first out. Loading one takes tens of milliseconds and, on the CPU, shares the
 * pages of its weights with the others; what a session holds of its own is its activations.
 */
export class SessionCache {
  readonly #capacity: number;
  readonly #sessions = new Map<string, Promise<Session>>();

  /** @param capacity sessions kept by {@link trim}. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The session under `key`, loaded by `create` when it is not there. A failed load is not kept. */
  async get(key: string, create: () => Promise<Session>): Promise<Session> {
    const known = this.#sessions.get(key);
    const session = known ?? create();
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    try {
      await session;
    } catch (error) {
      this.#sessions.delete(key);
      throw error;
    }
    return session;
  }

  async dispose(): Promise<void> {
    await this.unload(() => true);
  }

  /** Unloads the sessions whose key is asked for. */
  async unload(whether: (key: string) => boolean): Promise<void> {
    const keys = [...this.#sessions.keys()].filter(whether);
    const sessions = keys.map((key) => this.#sessions.get(key)!);
    for (const key of keys) this.#sessions.delete(key);
    for (const session of await Promise.allSettled(sessions)) {
      if (session.status === 'fulfilled') await session.value.dispose();
    }
  }

  /**
   * Unloads what is over the capacity. Called between generations, never during one: a generation holds sessions that it
   * will use again, however many they are.
   */
  async trim(): Promise<void> {
    while (this.#sessions.size > this.#capacity) {
      const [key, session] = this.#sessions.entries().next().value!;
      this.#sessions.delete(key);
      await (await session).dispose();
    }
  }
}
