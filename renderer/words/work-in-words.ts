/** What a task is for, in words. */
import type { Work } from '../../preload/contract/work.ts';

interface Words {
  /** In the queue, beside its strategy. */
  readonly name: string;
  /** Over the picture that is being made. */
  readonly caption: string;
}

/** By purpose, or by kind where pictures are not what it makes. Work that is not in it is called by its kind. */
const WORDS: Readonly<Record<string, Words>> = {
  run: { name: 'run', caption: 'With the strategy' },
  baseline: { name: 'baseline', caption: 'Baseline' },
  rival: { name: 'equal-time rival', caption: 'Rival' },
  grid: { name: 'grid cell', caption: 'Grid' },
  calibrate: { name: 'calibration', caption: 'Calibration' },
};

/** `equal-time rival`, and `Rival` over its picture. */
export function workInWords(work: Work): Words {
  const key = work.kind === 'generate' ? work.purpose : work.kind;
  return WORDS[key] ?? { name: key, caption: key };
}
