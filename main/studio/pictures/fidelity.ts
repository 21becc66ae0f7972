import { type Fidelity, measureFidelity } from '../../../native-models/metrics/fidelity.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import type { History } from '../../history/history.ts';
import { usageProblem } from '../../base/problem.ts';
import { StorageProblem } from '../../base/storage-problem.ts';

/** How near picture `b` is to picture `a`, by their ids. @throws when the pictures differ in size. */
export async function comparePictures(history: History, a: string, b: string): Promise<Fidelity> {
  const [left, right] = await Promise.all(
    [a, b].map(async (id) => decoder.pixels(await history.pictures.read(id), `${id.slice(0, 8)}.png`)),
  );
  if (left!.width !== right!.width || left!.height !== right!.height) {
    throw usageProblem(
      `These pictures differ in size: ${left!.width}x${left!.height} and ${right!.width}x${right!.height}`,
      'Only pictures of one size can be measured against each other.',
    );
  }
  return measureFidelity(right!, left!);
}

/**
 * Compares runs with their baselines after they are recorded. What is still to be measured is read off the runs
 * themselves, so that a program that ends in between leaves nothing unmeasured for good.
 */
export class FidelityMeter {
  readonly #history: History;
  #last: Promise<void> = Promise.resolve();

  constructor(history: History) {
    this.#history = history;
  }

  /**
   * Measures every run that has a baseline and was not compared with it yet, one after the other, whoever else asks for
   * it. One whose picture is gone stays unmeasured.
   * @throws the first trouble, after all the others were measured.
   */
  async measure(signal: AbortSignal): Promise<void> {
    const turn = this.#last.then(() => this.#measureAll(signal));
    this.#last = turn.catch(() => {}); // told to whoever asked
    await turn;
  }

  async #measureAll(signal: AbortSignal): Promise<void> {
    const { runs, pictures } = this.#history;
    const troubles: unknown[] = [];
    for (const { id, picture, baselinePicture } of runs.awaitingFidelity()) {
      if (signal.aborted) return;
      if (!pictures.locate(picture) || !pictures.locate(baselinePicture)) continue;
      try {
        runs.setFidelity(id, await comparePictures(this.#history, baselinePicture, picture));
      } catch (error) {
        if (error instanceof StorageProblem) throw error; // so would all the others be
        troubles.push(error); // one picture that cannot be read holds up no others
      }
    }
    if (troubles.length > 0) throw troubles[0];
  }
}
