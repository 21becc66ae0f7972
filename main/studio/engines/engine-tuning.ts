/** How engines run, as the person set it and as the machine allows. */
import type { DeviceId, MemoryUse, PrecisionChoice } from '../../../native-models/vocabulary.ts';
import { availableParallelism } from 'node:os';
import { type EngineSettings, engineSettings } from '../../../preload/contract/engine.ts';
import type { EngineTuning } from '../../compute/engine.ts';
import { defaultBudget, memoryLimit } from '../../compute/memory-budget.ts';
import type { StudioSettings } from '../../history/settings.ts';

/** The name among the studio's settings. */
const KEY = 'engines';

export class Tuning {
  readonly #settings: StudioSettings;
  readonly #memory: MemoryUse;

  /** @param memory what applies until a person chooses: 'fast' unless the host was started for less. */
  constructor(settings: StudioSettings, memory: MemoryUse) {
    this.#settings = settings;
    this.#memory = memory;
  }

  get settings(): EngineSettings {
    const { threads = 0, memory = this.#memory, memoryBudgetBytes = null, precision = {} } = this.#chosen;
    return { threads, memory, memoryBudgetBytes, precision };
  }

  /** Changes what is given. */
  set(changes: { readonly [K in keyof EngineSettings]?: EngineSettings[K] | undefined }): EngineSettings {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    this.#settings.set({ [KEY]: { ...this.#chosen, ...Object.fromEntries(given) } });
    return this.settings;
  }

  /** Only what a person chose: the rest follows the host. */
  get #chosen() {
    return engineSettings.partial().safeParse(this.#settings.all()[KEY] ?? {}).data ?? {};
  }

  /** What an engine is to be started with now. */
  get present(): EngineTuning {
    const { threads, memory, memoryBudgetBytes } = this.settings;
    return { threads, memory, memoryBudgetBytes: memoryBudgetBytes ?? defaultBudget() };
  }

  /** In which precision a device is to compute. */
  precisionOf(device: DeviceId): PrecisionChoice {
    return this.settings.precision[device] ?? 'auto';
  }

  /** What the settings are to be seen against. */
  facts() {
    const { settings } = this;
    return { settings, memoryBytes: memoryLimit(), defaultBudgetBytes: defaultBudget(), cores: availableParallelism() };
  }
}
