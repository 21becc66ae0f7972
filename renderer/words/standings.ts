import type { Standing } from '../../native-models/strategy/presets.ts';

/** How sure we are that a preset is the paper's, as the screen says it. */
export const STANDINGS = {
  certain: 'certain',
  strong: 'strong evidence',
  fair: 'fair evidence',
  inferred: 'inferred',
  low: 'inferred, low',
} as const satisfies Readonly<Record<Standing, string>>;
