import type { RgbImage } from '../../native-models/image.ts';
import type { SamplerId } from '../../native-models/vocabulary.ts';
import type { GenerationResult } from '../../native-models/sampling/generation.ts';
import type { Case, Cell, Column, Variant } from './comparison.ts';
import { rowOf } from './comparison.ts';
import type { Measurements } from '../runs/measurements.ts';
import { measure, medianOf } from '../runs/measurements.ts';

interface Made {
  readonly result: GenerationResult;
  readonly image: RgbImage;
  /** Where the picture lies. */
  readonly path: string;
  readonly times: Measurements[];
}

/** One variant that takes part in a comparison: its pictures, case by case, and the times of every repeat. */
export class Contender {
  readonly variant: Variant;
  readonly #made: Made[] = [];

  constructor(variant: Variant) {
    this.variant = variant;
  }

  /** Number of cases that were made at least once. */
  get cases(): number {
    return this.#made.length;
  }

  /** The first repeat of a case gives its picture; later ones only time it. */
  async record(index: number, result: GenerationResult, keep: () => Promise<string>): Promise<void> {
    const known = this.#made[index];
    if (known) {
      known.times.push(measure(result));
      return;
    }
    const [image] = result.images;
    if (!image) throw new Error('The engine returned no picture for a request of one.');
    const path = await keep();
    this.#made.push({ result, image, path, times: [measure(result)] });
  }

  /** All cases in one set of numbers. */
  get overall(): Measurements {
    return medianOf(this.#made.map(({ times }) => medianOf(times)));
  }

  /** What came out, beside the baseline; as `variant`, where one stands for several. */
  columnBeside(
    baseline: Contender,
    cases: readonly Case[],
    scheduler: SamplerId,
    variant: Variant = this.variant,
  ): Column | null {
    if (this.#made.length === 0) return null;
    const cells = this.#made.map(({ result, image, path, times }, index): Cell => {
      const reference = baseline.#made[index]!;
      const row = rowOf({
        variant,
        case: cases[index]!,
        scheduler,
        image: path,
        picture: image,
        measured: medianOf(times),
        timings: result.timings,
        warnings: result.warnings,
        baseline: {
          picture: reference.image,
          measured: medianOf(reference.times),
          timings: reference.result.timings,
        },
      });
      return { row, image, calls: result.timings.map(({ step }) => step) };
    });
    return { variant, cells };
  }
}
