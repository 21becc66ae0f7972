/** What Run says of the pictures that it queues. */
import { picturesInWords } from '../words/labels.ts';

/** Of the next run. */
export interface Asked {
  readonly count: number;
  readonly seed: number;
  /** Else a seed is drawn for each run. */
  readonly seedLocked: boolean;
}

/** `Run`, `Run 12`: how many is said where it is pressed. */
export function runTitle(count: number): string {
  return count === 1 ? 'Run' : `Run ${count}`;
}

/** `12 pictures: seed 7 and those that follow, up to 18` */
export function picturesToMake({ count, seed, seedLocked }: Asked): string {
  const first = seedLocked ? `seed ${seed}` : 'a new seed';
  const others = seedLocked ? `, up to ${seed + count - 1}` : '';
  return `${picturesInWords(count)}: ${first}${count === 1 ? '' : ` and those that follow${others}`}`;
}
