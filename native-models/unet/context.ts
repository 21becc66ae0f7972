import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/graph.ts';
import type { UnitId } from '../strategy/architecture.ts';
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

/**
 * A point of the UNet that a step may watch or replace, named for what it carries:
 * - `F:<unit>` the residual branch of a unit, before it is added to the identity (Eq. 3 of A-SDM);
 * - `out:<unit>` a unit's whole output;
 * - `in:<unit>` the main-path input of a unit, before a skip connection is joined to it.
 */
export type TapName = `F:${UnitId}` | `out:${UnitId}` | `in:${UnitId}`;
export type Tap = (name: TapName, value: Value, b: GraphBuilder) => Value;

/** What every layer of the UNet is built from. */
export interface UNetContext {
  readonly b: GraphBuilder;
  readonly config: UNetConfig;
  /** Text embedding (batch, tokens, crossAttentionDim). */
  readonly text: Value;
  /** SiLU of the time embedding, (1, 4 * channels of dn0): the same for every row of a batch. */
  readonly time: Value;
  readonly tap: Tap;
}
