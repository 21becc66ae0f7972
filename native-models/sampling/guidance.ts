/** What the UNet is fed for both halves of the guidance, or for the prompt's alone. */
import type { NamedFeeds } from '../families/family.ts';

/** The prompt's rows of each feed of a batch of [uncond..., cond...]. */
export function conditionalFeeds(both: NamedFeeds): NamedFeeds {
  return Object.fromEntries(Object.entries(both).map(([name, rows]) => [name, rows.subarray(rows.length / 2)]));
}

/** The batch that guidance needs: the same input for the unconditional and the conditional half. */
export function twice(modelInput: Float32Array): Float32Array {
  const both = new Float32Array(2 * modelInput.length);
  both.set(modelInput);
  both.set(modelInput, modelInput.length);
  return both;
}
