/** Sizes as a person lists them: `512x512, 768x512`. */
import { LIMITS } from '../../../native-models/vocabulary.ts';
import { sideNear, type Size } from '../../work/sizes.ts';
import type { Listed } from './number-list.ts';

const { max: MAX } = LIMITS.side;
const SIZE = /^(\d+)[x×*](\d+)$/i;

/** @param unit pixels that sides are multiples of. */
export function sizesIn(text: string, unit: number): Listed<Size> {
  const sizes = new Map<string, Size>();
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const [, width, height] = (SIZE.exec(part) ?? []).map(Number);
    if (!width || !height) return failed(`"${part}" is no size such as 512x512`);
    const wrong = [width, height].find((side) => side > MAX || side % unit !== 0);
    if (wrong !== undefined) {
      return failed(`"${part}": ${wrong} is no multiple of ${unit} up to ${MAX}; ${sideNear(wrong, unit)} is near it`);
    }
    sizes.set(`${width}x${height}`, { width, height });
  }
  return { values: [...sizes.values()], problem: null };
}

function failed(problem: string): Listed<Size> {
  return { values: [], problem };
}
