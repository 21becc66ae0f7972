/** A typed, static-shaped ONNX graph: what the builders make, the passes change and the writer serialises. */

export type ElementType = 'float32' | 'float16' | 'int64' | 'int32' | 'int8' | 'uint8' | 'bool';
export type Shape = readonly number[];

export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** Where a tensor's bytes lie: in a file beside the model, or here. */
export type TensorData =
  | { readonly kind: 'file'; readonly file: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  /** No bytes at all: enough to count parameters and MACs, not to run. */
  | { readonly kind: 'absent' };

export interface Initializer extends Value {
  readonly data: TensorData;
}

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string }
  /** A branch of an `If`: it reads the values around it, and has no inputs or weights of its own. */
  | { readonly graph: Graph };

export interface Node {
  readonly op: string;
  /** '' for ONNX's own operators, 'com.microsoft' for onnxruntime's. */
  readonly domain: string;
  /** An empty string stands for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Whose work this is: a unit id, or a name such as `conv_in` for what is always computed. */
  readonly scope: string;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly initializers: ReadonlyMap<string, Initializer>;
  /** Type and shape of every value in the graph, by name. */
  readonly values: ReadonlyMap<string, Value>;
}
