/** What flows along the edges of a graph, and what a node says besides: the ground that operators and graphs stand on. */

export type ElementType = 'float32' | 'float16' | 'int64' | 'int32' | 'int8' | 'uint8' | 'bool';
export type Shape = readonly number[];

/** A tensor that flows through a graph: of one type and one shape, whatever is computed. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** ONNX's numbers of element types (TensorProto.DataType in onnx/onnx.proto3). */
export const ELEMENT_TYPE: Record<ElementType, number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

/** A number, numbers or a word that a node says, in one of ONNX's kinds. */
export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

export type Attributes = Readonly<Record<string, Attribute>>;

/** What ONNX reads from an int64 tensor when a node runs, and we know while building: shapes follow from it. */
export interface Statics {
  /** Of the result. */
  readonly shape?: Shape;
  /** Those that are reduced. */
  readonly axes?: readonly number[];
  /** What is added before each axis, and then what is added behind each. */
  readonly pads?: readonly number[];
}

/** How many numbers a tensor of `shape` has. */
export function size(shape: Shape): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** `[2, 3]`, for messages. */
export function told(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
