import type { DeviceId, FloatType, PrecisionChoice } from '../../native-models/vocabulary.ts';
import type { Device } from '../../preload/contract/model.ts';
import { DEVICE_NAMES } from './device-names.ts';
import { Engine, type EngineOptions } from './engine.ts';
import { problemOf } from './errors.ts';

/** Drivers compile their first shaders in seconds; one that takes this long hangs. */
const TIMEOUT_MS = 60_000;

/** The devices of this machine, each tried once in a process of its own: a driver may crash it, or hang. */
export class Devices {
  readonly #options: Omit<EngineOptions, 'device'>;
  readonly #choiceOf: (device: DeviceId) => PrecisionChoice;
  readonly #timeoutMs: number;
  #list: Promise<readonly Device[]> | null = null;

  /** @param choiceOf the precision a person chose for a device. @param timeoutMs of a self-test. */
  constructor(
    options: Omit<EngineOptions, 'device'>,
    choiceOf: (device: DeviceId) => PrecisionChoice = () => 'auto',
    timeoutMs: number = TIMEOUT_MS,
  ) {
    this.#options = options;
    this.#choiceOf = choiceOf;
    this.#timeoutMs = timeoutMs;
  }

  /** Tried at the first call, remembered afterwards. The CPU is always among them. */
  list(): Promise<readonly Device[]> {
    return this.#list ?? this.refresh();
  }

  /** Tries them again: a driver was installed, a card plugged in. */
  refresh(): Promise<readonly Device[]> {
    const list = this.#discover();
    this.#list = list;
    list.catch(() => {
      if (this.#list === list) this.#list = null; // so that it can be asked again
    });
    return list;
  }

  /** What a device computes in, so far as its self-test tells: one that cannot be used at all would do it in float32. */
  async precisionOf(device: string): Promise<FloatType> {
    if (device === 'cpu') return 'float32';
    return (await this.list()).find(({ id }) => id === device)?.precision ?? 'float32';
  }

  async #discover(): Promise<readonly Device[]> {
    const ask = (engine: Engine, signal: AbortSignal) => engine.request('list-devices', null, { signal });
    const ids = await this.#asking('cpu', TIMEOUT_MS, ask);
    return await Promise.all(ids.map((id) => this.#test(id)));
  }

  async #test(id: DeviceId): Promise<Device> {
    try {
      const devicePrecision = this.#choiceOf(id);
      const ask = (engine: Engine, signal: AbortSignal) =>
        engine.request('test-device', { devicePrecision }, { signal });
      return await this.#asking(id, this.#timeoutMs, ask);
    } catch (error) {
      const hung = error instanceof Error && error.name === 'TimeoutError';
      const problem = hung
        ? `its self-test did not end within ${this.#timeoutMs / 1000} s: the driver hangs`
        : problemOf(error).message;
      return { id, name: DEVICE_NAMES[id], memoryBytes: null, precision: null, notes: [], problem };
    }
  }

  async #asking<T>(
    device: DeviceId,
    timeoutMs: number,
    ask: (engine: Engine, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const engine = new Engine({ ...this.#options, device, graceMs: 0 });
    try {
      return await ask(engine, AbortSignal.timeout(timeoutMs));
    } finally {
      await engine.dispose();
    }
  }
}
