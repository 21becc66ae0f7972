/** The recipes that the recordings were made by. For tests. */
import type { GenerationRequest } from '../sampling/generation.ts';
import type { SamplerId } from '../vocabulary.ts';

/** As record.py writes one. */
export interface RecordedRecipe {
  readonly prompt: string;
  readonly negative_prompt: string;
  readonly steps: number;
  readonly guidance_scale: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

/** A recorded recipe as a request, every call full. */
export function requestOf(recorded: RecordedRecipe, scheduler: SamplerId): GenerationRequest {
  return {
    prompt: recorded.prompt,
    negativePrompt: recorded.negative_prompt,
    seeds: [recorded.seed],
    width: recorded.width,
    height: recorded.height,
    steps: recorded.steps,
    guidanceScale: recorded.guidance_scale,
    scheduler,
    strategy: null,
  };
}
