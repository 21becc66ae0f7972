/** A typed, static-shaped ONNX graph: what the builders make, the passes change and the writer serialises. */
import type { OperatorName } from './operators.ts';
import type { Attributes, Statics, Value } from './operators/value.ts';

export type { ElementType, Shape, Value } from './operators/value.ts';

/** Where a tensor's bytes lie: in a file beside the model, or here. */
export type TensorData =
  | { readonly kind: 'file'; readonly file: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  /** No bytes at all: enough to count parameters and MACs, not to run. */
  | { readonly kind: 'absent' };

/** A value that is there before the graph runs: a weight or a constant. */
export interface Initializer extends Value {
  readonly data: TensorData;
}

/** What all nodes have. */
interface Reading {
  /** An empty string stands for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whose work this is: a unit id, or a name such as `conv_in` for what is always computed. */
  readonly scope: string;
}

/** An operator at work: what it means, and the shape of what it gives, is said by its row (operators.ts). */
export interface OperatorNode extends Reading {
  readonly op: OperatorName;
  readonly attributes: Attributes;
  /** What its shapes follow from, and what one of its inputs holds as a tensor. It is not written: the tensor is. */
  readonly statics?: Statics;
  /** Computed in float32 whatever the float type (in-float-type.ts). */
  readonly full?: true;
}

/** One branch or the other, by its only input. Branches read the values around them, and have no inputs or weights of their own. */
export interface IfNode extends Reading {
  readonly op: 'If';
  readonly thenBranch: Graph;
  readonly elseBranch: Graph;
}

export type Node = OperatorNode | IfNode;

/** Nodes in an order in which each stands behind those that it reads. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly initializers: ReadonlyMap<string, Initializer>;
  /** Type and shape of every value in the graph, by name. */
  readonly values: ReadonlyMap<string, Value>;
}
