import type { Calibration, ModelCost } from '../../preload/contract/model.ts';
import type { InheritCost } from '../composer/estimate.ts';
import type { Host } from '../host/host.ts';
import { type Problem, problemOf } from '../host/problem.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the host knows about the chosen model at the chosen size. Old facts stay on screen until the new ones are here. */
export class ModelFacts {
  cost = $state.raw<ModelCost | null>(null);
  calibration = $state.raw<Calibration | null>(null);
  /** An inherit step under boundary semantics, which only the host can count. */
  counted = $state.raw<InheritCost | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly #host: Host;
  #asked = 0;
  #counting = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(modelId: string, { width, height }: Size): Promise<void> {
    const asked = ++this.#asked;
    try {
      const [cost, calibration] = await Promise.all([
        this.#host.client.models.cost({ modelId, width, height }),
        this.#host.client.models.calibration({ modelId }),
      ]);
      if (asked !== this.#asked) return;
      this.cost = cost;
      this.calibration = calibration;
      this.problem = null;
    } catch (error) {
      if (asked === this.#asked) this.problem = problemOf(error);
    }
  }

  async countBoundary(modelId: string, { width, height }: Size, inherit: readonly string[]): Promise<void> {
    const asked = ++this.#counting;
    const question = { modelId, width, height, inherit: [...inherit], semantics: 'boundary' as const };
    const counted = await this.#host.client.models.inheritCost(question).catch(() => null);
    if (asked === this.#counting) this.counted = counted;
  }

  forgetCount(): void {
    this.#counting += 1;
    this.counted = null;
  }
}
