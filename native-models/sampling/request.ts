import { RequestError } from '../errors.ts';
import { LIMITS } from '../vocabulary.ts';
import { precisionProblem } from '../strategy/precision.ts';
import type { GenerationRequest } from './generation.ts';

/** @throws RequestError for sizes, steps, seeds or strengths that no run can have, or a precision that none has on the device. */
export function assertRequest(request: GenerationRequest, scaleFactor: number, device: string): void {
  const { width, height, steps, seeds, guidanceScale, initImage } = request;
  for (const [name, pixels] of Object.entries({ width, height })) {
    if (pixels > LIMITS.side.max)
      throw new RequestError(`${name} ${pixels}: expected at most ${LIMITS.side.max} pixels`);
    if (!Number.isInteger(pixels) || pixels <= 0 || pixels % scaleFactor !== 0) {
      const nearest = Math.max(1, Math.round(pixels / scaleFactor)) * scaleFactor;
      throw new RequestError(`${name} ${pixels}: expected a multiple of ${scaleFactor} pixels, such as ${nearest}`);
    }
  }
  if (!Number.isInteger(steps) || steps < LIMITS.steps.min || steps > LIMITS.steps.max) {
    throw new RequestError(`steps ${steps}: expected a whole number from ${LIMITS.steps.min} to ${LIMITS.steps.max}`);
  }
  if (seeds.length === 0) throw new RequestError('seeds: expected at least one');
  if (!Number.isFinite(guidanceScale)) throw new RequestError(`guidance ${guidanceScale}: expected a number`);
  const problem = precisionProblem(request.strategy, device);
  if (problem) throw new RequestError(problem);
  if (!initImage) return;
  if (!(initImage.strength > 0 && initImage.strength <= 1)) {
    throw new RequestError(`strength ${initImage.strength}: expected more than 0 and at most 1`);
  }
  if (initImage.image.width !== width || initImage.image.height !== height) {
    throw new RequestError(
      `init image: expected ${width}x${height}, found ${initImage.image.width}x${initImage.image.height}`,
    );
  }
}
