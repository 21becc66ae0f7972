import { psnr } from '../../../native-models/metrics/pair/psnr.ts';
import { ssim } from '../../../native-models/metrics/pair/ssim.ts';
import { decodePicture } from '../../pictures/picture.ts';
import type { History } from '../../history/history.ts';
import { usageProblem } from '../../base/problem.ts';

/** SSIM looks at 11x11 pixels. */
const SSIM_WINDOW = 11;

export interface Similarity {
  /** null for identical pictures: infinite. */
  readonly psnr: number | null;
  /** null for pictures too small to have one. */
  readonly ssim: number | null;
  readonly identical: boolean;
}

/** @throws when the pictures differ in size. */
export async function comparePictures(history: History, a: string, b: string): Promise<Similarity> {
  const [left, right] = await Promise.all(
    [a, b].map(async (id) => decodePicture(await history.pictures.read(id), `${id.slice(0, 8)}.png`)),
  );
  if (left!.width !== right!.width || left!.height !== right!.height) {
    throw usageProblem(
      `These pictures differ in size: ${left!.width}x${left!.height} and ${right!.width}x${right!.height}`,
      'Only pictures of one size can be measured against each other.',
    );
  }
  const decibels = psnr(left!, right!);
  const small = Math.min(left!.width, left!.height) < SSIM_WINDOW;
  return {
    psnr: Number.isFinite(decibels) ? decibels : null,
    ssim: small ? null : ssim(left!, right!),
    identical: decibels === Number.POSITIVE_INFINITY,
  };
}

/** Measures every run that has a baseline and was not compared with it yet; one whose picture is gone stays unmeasured. */
export async function measureFidelity(history: History): Promise<void> {
  for (const { id, picture, baselinePicture } of history.runs.awaitingFidelity()) {
    if (!history.pictures.locate(picture) || !history.pictures.locate(baselinePicture)) continue;
    history.runs.setFidelity(id, await comparePictures(history, picture, baselinePicture));
  }
}
