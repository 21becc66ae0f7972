/** Sizes as a person lists them: `512x512, 768x512`. */
import { LIMITS } from '../../../native-models/vocabulary.ts';
import type { Listed } from './number-list.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const { min: MIN, max: MAX } = LIMITS.side;
/** Every VAE halves its picture at least three times. */
const MULTIPLE = 8;
const SIZE = /^(\d+)[x×*](\d+)$/i;

export function sizesIn(text: string): Listed<Size> {
  const sizes = new Map<string, Size>();
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const [, width, height] = (SIZE.exec(part) ?? []).map(Number);
    if (!width || !height) return failed(`"${part}" is no size such as 512x512`);
    const wrong = [width, height].find((side) => side < MIN || side > MAX || side % MULTIPLE !== 0);
    if (wrong !== undefined) return failed(`${wrong} is not a multiple of ${MULTIPLE} from ${MIN} to ${MAX}`);
    sizes.set(`${width}x${height}`, { width, height });
  }
  return { values: [...sizes.values()], problem: null };
}

function failed(problem: string): Listed<Size> {
  return { values: [], problem };
}
