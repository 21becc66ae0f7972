/** Whether a measured speed-up can be taken at its word: the one rule, and its words, for every page, export and table. */
import type { Precision } from '../vocabulary.ts';

/** What is known of a measured speed-up. */
export interface SpeedupEvidence {
  /** The baseline's seconds over the run's. */
  readonly speedup: number;
  /** By MACs, of the UNet alone. */
  readonly idealSpeedup: number;
  readonly precision: Precision;
  /** Which part of the baseline's time was its UNet's, 0 to 1: what is around it no strategy makes shorter. */
  readonly unetShare: number;
  /** A full call's seconds over those of the baseline's, which computes the same; null where it does not, or there is none. */
  readonly fullCall: number | null;
  /** How far apart the middle half of the full calls is, over their median: the run's or the baseline's, what is more; null: too few. */
  readonly unevenness: number | null;
}

/**
 * Two runs of the same settings differ by some percent on a quiet machine, and MACs leave a little out: upsamplers cost less than
 * their MACs (graph/fold-upsampling.ts), which counts where little else is computed: for IN3 in P5 it makes 11%.
 */
const NOISE = 0.14;

/**
 * Of what its MACs promise the whole run. On a quiet machine runs came to 0.92 and more of it on the CPU, the embedded model's too whose
 * calls are short, and to 0.86 on WebGPU (docs/performance.md, docs/images/comparison.png). With other programs beside them as many
 * came to 0.36 to 0.75; so do features that travel through the host, on CUDA.
 */
const FAR_BELOW = 0.75;

/** One full call takes as long as another: within 5% on a quiet machine, and 1.2 to 2 times as long beside other programs. */
const UNLIKE = 1.25;

/** On a quiet CPU the middle half of full calls is 1 to 7% apart, on a card up to 33%; beside other programs 40 to 150%. */
const UNEVEN = 0.35;

interface Doubt {
  readonly holds: (evidence: SpeedupEvidence) => boolean;
  /** A sentence: what is odd, and what may be the reason. */
  readonly words: string;
}

/** The first that holds is told. */
const DOUBTS = {
  'beyond-ideal': {
    // In int8 each of the MACs takes less time.
    holds: ({ speedup, idealSpeedup, precision }) => precision !== 'int8' && speedup > idealSpeedup * (1 + NOISE),
    words:
      'More than its MACs account for: the baseline was probably slowed by other work on this machine, or the inherited units take longer than their MACs tell.',
  },
  'far-below-ideal': {
    holds: (evidence) => evidence.speedup < promised(evidence) * FAR_BELOW,
    words:
      'Far less than its MACs promise: the run was probably slowed by other work on this machine, or inheriting saves less here than MACs tell.',
  },
  unsteady: {
    holds: ({ fullCall, unevenness }) =>
      (fullCall !== null && Math.max(fullCall, 1 / fullCall) > UNLIKE) || (unevenness ?? 0) > UNEVEN,
    words:
      'Full calls took very different times, though each computes the same: other work on this machine slowed this run or its baseline.',
  },
} as const satisfies Readonly<Record<string, Doubt>>;

export type SpeedupDoubt = keyof typeof DOUBTS;
export const SPEEDUP_DOUBTS = Object.keys(DOUBTS) as [SpeedupDoubt, ...SpeedupDoubt[]];

/** Why a measured speed-up should not be taken at its word; null where nothing speaks against it. */
export function doubtOf(evidence: SpeedupEvidence | null): SpeedupDoubt | null {
  if (evidence === null) return null;
  return SPEEDUP_DOUBTS.find((doubt) => DOUBTS[doubt].holds(evidence)) ?? null;
}

/** As people are told it, in a sentence. */
export function doubtInWords(doubt: SpeedupDoubt): string {
  return DOUBTS[doubt].words;
}

/** What the whole run would gain if its UNet gained the ideal: Amdahl's law. */
function promised({ idealSpeedup, unetShare }: SpeedupEvidence): number {
  return 1 / (unetShare / idealSpeedup + 1 - unetShare);
}
