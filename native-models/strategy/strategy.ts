/** The types of strategies, inferred from their one schema. Types alone: whoever imports them gets no zod. */
import type { z } from 'zod';
import type {
  callRuleSchema,
  guardSchema,
  maskStrategySchema,
  programStrategySchema,
  samplingModeSchema,
  sourceSchema,
  strategySchema,
  switchSegmentSchema,
} from './schema.ts';

/** Which denoiser calls are full, by call index (never by timestep). The first call of a run is always full. */
export type SamplingMode = z.infer<typeof samplingModeSchema>;

/** One stretch of a multi-UNet run: `unet` names a checkpoint, `calls` is how many calls it makes. */
export type SwitchSegment = z.infer<typeof switchSegmentSchema>;

/** A weighted sum of what earlier calls left: one term of weight 1 is the paper's inheritance, two or three a forecast. */
export type Source = z.infer<typeof sourceSchema>;

/** When a call computes everything after all. */
export type Guard = z.infer<typeof guardSchema>;

/** What one call of a program computes, and where it takes the rest from. */
export type CallRule = z.infer<typeof callRuleSchema>;

/** mask + sampling mode + semantics (+ UNet switching), and the precision of every UNet of the run. */
export type MaskStrategy = z.infer<typeof maskStrategySchema>;

/** What each call computes, call by call: masks per call, forecasts, a half or nothing. */
export type ProgramStrategy = z.infer<typeof programStrategySchema>;

/** How a run is made faster; one that says no kind is a mask: so are strategies that were kept before there were programs. */
export type Strategy = z.infer<typeof strategySchema>;
