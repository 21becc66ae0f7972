/** The order of test files: what takes long begins first, for a long one that is begun last leaves the other cores waiting for it. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Those of 10 s and more on two cores, the longest first. What is not listed goes by its size, as vitest orders files that it does not know. */
const LONG = [
  'e2e/journeys.test.ts',
  'e2e/accessibility.test.ts',
  'e2e/trouble.test.ts',
  'main/cli/cli.test.ts',
  'native-models/sampling/pipeline-inheritance.test.ts',
  'e2e/pictures.test.ts',
  'e2e/keyboard.test.ts',
  'native-models/unet/conditional-step.test.ts',
  'e2e/models.test.ts',
  'main/studio/work/settling.test.ts',
  'main/compute/dispatcher.test.ts',
  'native-models/sampling/webgpu.test.ts',
  'e2e/package.test.ts',
  'e2e/prompts.test.ts',
  'main/studio/work/refused-writes.test.ts',
  'main/studio/studio.test.ts',
  'native-models/unet/half-step.test.ts',
  'e2e/serve.test.ts',
  'e2e/programs.test.ts',
  'e2e/desktop.test.ts',
  'main/compute/engine.test.ts',
  'scripts/regular-expressions.test.ts',
  'fuzz/fuzz.test.ts',
  'main/compute/dispatcher-store.test.ts',
  'native-models/sampling/int8.test.ts',
  'main/cli/compare.test.ts',
  'native-models/unet/step.test.ts',
  'native-models/sampling/pipeline-invariants.test.ts',
  'main/pictures/decoder/death.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- vitest's own, which gives another list
    const others = await super.sort(files);
    return others.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONG.indexOf(relative(ROOT, moduleId).replaceAll('\\', '/'));
  return place < 0 ? LONG.length : place;
}
