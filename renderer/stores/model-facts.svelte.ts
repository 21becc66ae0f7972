import type { UnitId } from '../../native-models/strategy/architecture.ts';
import type { Calibration, ModelCost } from '../../preload/contract/model.ts';
import type { InheritCost } from '../work/estimate.ts';
import type { Host } from '../host/host.ts';
import { type Problem, problemOf } from '../host/problem.ts';

/** Of the pictures in pixels; how many of them make a latent, where the run's model says so for another's UNet. */
interface Size {
  readonly width: number;
  readonly height: number;
  readonly scaleFactor?: number;
  /** Of the longer prompt. */
  readonly chunks?: number;
}

/** What the host counts on a UNet. `counted` is an inherit step under boundary semantics, which only the host can count. */
export interface UNetFacts {
  readonly cost: ModelCost;
  readonly counted: InheritCost | null;
}

/** What the host knows about the chosen model at the chosen size. Old facts stay on screen until the new ones are here. */
export class ModelFacts {
  cost = $state.raw<ModelCost | null>(null);
  calibration = $state.raw<Calibration | null>(null);
  counted = $state.raw<InheritCost | null>(null);
  /** Of the other models' UNets that take turns, by model id. */
  others = $state.raw<ReadonlyMap<string, UNetFacts>>(new Map());
  problem = $state.raw<Problem | null>(null);
  readonly #host: Host;
  #asked = 0;
  #counting = 0;
  #askedOthers = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(modelId: string, { width, height, chunks = 1 }: Size): Promise<void> {
    const asked = ++this.#asked;
    try {
      const [cost, calibration] = await Promise.all([
        this.#host.client.models.cost({ modelId, width, height, chunks }),
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

  async countBoundary(modelId: string, size: Size, inherit: readonly UnitId[]): Promise<void> {
    const asked = ++this.#counting;
    const counted = await this.#boundary(modelId, size, inherit);
    if (asked === this.#counting) this.counted = counted;
  }

  forgetCount(): void {
    this.#counting += 1;
    this.counted = null;
  }

  /** @param boundary the mask to count under boundary semantics; null under residual ones. */
  async loadOthers(modelIds: readonly string[], size: Size, boundary: readonly UnitId[] | null): Promise<void> {
    const asked = ++this.#askedOthers;
    const facts = await Promise.all(
      modelIds.map(async (modelId) => {
        const cost = await this.#host.client.models.cost({ modelId, ...size }).catch(() => null);
        const counted = boundary && (await this.#boundary(modelId, size, boundary));
        return cost && ([modelId, { cost, counted }] as const);
      }),
    );
    // One that the host does not know (any more) is said on the timeline.
    if (asked === this.#askedOthers) this.others = new Map(facts.filter((each) => each !== null));
  }

  async #boundary(modelId: string, size: Size, inherit: readonly UnitId[]): Promise<InheritCost | null> {
    const question = { modelId, ...size, inherit: [...inherit], semantics: 'boundary' as const };
    return await this.#host.client.models.inheritCost(question).catch(() => null);
  }
}
