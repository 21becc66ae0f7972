import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/graph.ts';
import type { FeatureName } from '../strategy/features.ts';
import type { UNetConfig } from './config.ts';

export interface UNetSize {
  /** Rows of the batch, both guidance halves counted. */
  readonly batch: number;
  /** Of the latents. */
  readonly height: number;
  readonly width: number;
  /** Tokens of the text embedding: 77 for CLIP. */
  readonly tokens: number;
}

/** Sees the value of each feature as it is built, and gives what stands in its place from there on. */
export type Tap = (name: FeatureName, value: Value, b: GraphBuilder) => Value;

/** What every layer of the UNet is built from. */
export interface UNetContext {
  readonly b: GraphBuilder;
  readonly config: UNetConfig;
  /** Text embedding (batch, tokens, crossAttentionDim). */
  readonly text: Value;
  /** SiLU of the time embedding, (rows, 4 * channels of dn0): one row for a whole batch, or with inputs added one for each. */
  readonly time: Value;
  readonly tap: Tap;
}
