import type { GraphBuilder } from '../graph/builder.ts';
import type { Shape, Value } from '../graph/graph.ts';

/**
 * What a UNet's time embedding takes in besides the timestep (diffusers' `addition_embed_type`): SDXL's has there what a prompt
 * means as a whole, and sizes in pixels. Each row of a batch then has a time embedding of its own.
 */
export interface AddedEmbedding {
  /** Inputs of the graph by name, each (batch, ...row) in float32: the shape of a row. */
  readonly inputs: Readonly<Record<string, Shape>>;
  /**
   * Their share, (batch, width), which is added before the time embedding's last SiLU.
   * @param width of the time embedding: 4 * channels of dn0.
   */
  readonly build: (b: GraphBuilder, inputs: Readonly<Record<string, Value>>, width: number) => Value;
}

/** Declares the inputs of `added` for a batch. @returns what builds their share, where the time embedding is built. */
export function withInputs(
  b: GraphBuilder,
  { inputs, build }: AddedEmbedding,
  batch: number,
): (width: number) => Value {
  const values = Object.fromEntries(
    Object.entries(inputs).map(([name, row]) => [name, b.input(name, 'float32', [batch, ...row])]),
  );
  return (width) => build(b, values, width);
}
