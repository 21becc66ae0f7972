import type { WeightSource } from './weights.ts';
import type { Attribute, ElementType, Graph, Initializer, Node, Shape, TensorData, Value } from './graph.ts';
import { type Inferred, type OperatorName, operator, size } from './operators.ts';

/** Everything a layer needs to know of where it stands: the graph it is written into and the weights it reads. */
export class GraphBuilder {
  readonly #name: string;
  readonly #weights: WeightSource;
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #nodes: Node[] = [];
  readonly #initializers = new Map<string, Initializer>();
  readonly #values = new Map<string, Value>();
  #scope = '';

  constructor(name: string, weights: WeightSource) {
    this.#name = name;
    this.#weights = weights;
  }

  /** Runs `build` with its nodes attributed to `scope`: a unit id, or a name such as `conv_in`. */
  within<T>(scope: string, build: () => T): T {
    const outer = this.#scope;
    this.#scope = scope;
    try {
      return build();
    } finally {
      this.#scope = outer;
    }
  }

  input(name: string, type: ElementType, shape: Shape): Value {
    const value = this.#define({ name, type, shape });
    this.#inputs.push(value);
    return value;
  }

  /** Makes `value` an output of the graph, under its own name. */
  output(value: Value): void {
    this.#outputs.push(value);
  }

  /**
   * A tensor of the checkpoint.
   * @param shape the shape the checkpoint has to have.
   * @param view the same bytes seen in another shape, e.g. `[C, 1, 1]` for a bias over NCHW.
   */
  parameter(name: string, shape: Shape, view: Shape = shape): Value {
    const { type, data } = this.#weights.tensor(name, shape);
    const suffix = view === shape ? '' : `:${view.join('x')}`;
    return this.#initializer({ name: name + suffix, type, shape: view, data });
  }

  /**
   * Rows `from` to `to` (excluded) of a tensor of the checkpoint: a part of its bytes, where they lie.
   * @param shape the shape the checkpoint has to have for the whole of it.
   */
  rows(name: string, shape: Shape, from: number, to: number): Value {
    const { type, data } = this.#weights.tensor(name, shape);
    const [rows, ...row] = shape as [number, ...number[]];
    return this.#initializer({
      name: rowsName(name, from, to),
      type,
      shape: [to - from, ...row],
      data: rowsOf(data, rows, from, to),
    });
  }

  /**
   * The weight called `name` in int8, with a scale for each output, where the checkpoint holds it so; null where in float32.
   * @param shape as int8 weights lie: of a linear layer (in, out).
   */
  int8(name: string, shape: Shape): { readonly weight: Value; readonly scale: Value } | null {
    const found = this.#weights.int8?.(name, shape);
    if (!found) return null;
    return {
      weight: this.#initializer({ name, ...found.weight }),
      scale: this.#initializer({ name: `${name}:scale`, ...found.scale }),
    };
  }

  /** Gives `value` a name of its own, outside any scope: for outputs that callers ask for by name. */
  named(name: string, value: Value): Value {
    return this.within('', () => this.op('Identity', [value], {}, name));
  }

  floats(name: string, shape: Shape, values: Float32Array): Value {
    return this.#initializer({ name, type: 'float32', shape, data: inline(values) });
  }

  int64s(values: readonly number[]): Value {
    const name = `int64:${values.join(',')}`;
    const data = inline(BigInt64Array.from(values, BigInt));
    return this.#initializer({ name, type: 'int64', shape: [values.length], data });
  }

  /** Appends a node with one output and gives that output. `name` is for people: it is part of the value's name. */
  op(
    op: OperatorName,
    inputs: readonly (Value | null)[],
    attributes: Record<string, Attribute> = {},
    name: string = op,
  ): Value {
    const definition = operator(op);
    const given = inputs.filter((input) => input !== null);
    const inferred = this.#infer(op, name, () => definition.infer(given, attributes));
    const output = this.#define({ ...inferred, name: this.#fresh(name) });
    this.#nodes.push({
      op,
      domain: definition.domain,
      inputs: inputs.map((input) => input?.name ?? ''),
      outputs: [output.name],
      attributes,
      scope: this.#scope,
    });
    return output;
  }

  build(): Graph {
    return {
      name: this.#name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes,
      initializers: this.#initializers,
      values: this.#values,
    };
  }

  #infer(op: string, name: string, infer: () => Inferred): Inferred {
    try {
      return infer();
    } catch (error) {
      const where = [this.#scope, name].filter(Boolean).join(' ');
      throw new Error(`${where} (${op}): ${(error as Error).message}`, { cause: error });
    }
  }

  #initializer(initializer: Initializer): Value {
    const known = this.#initializers.get(initializer.name);
    if (known) return known;
    if (initializer.data.kind !== 'absent' && size(initializer.shape) === 0) {
      throw new Error(`${initializer.name}: an empty tensor`);
    }
    this.#initializers.set(initializer.name, initializer);
    return this.#define(initializer);
  }

  #define(value: Value): Value {
    if (this.#values.has(value.name)) throw new Error(`${this.#name}: value ${value.name} is defined twice`);
    const { name, type, shape } = value;
    this.#values.set(name, { name, type, shape });
    return value;
  }

  #fresh(name: string): string {
    const base = this.#scope ? `${this.#scope}/${name}` : name;
    if (!this.#values.has(base)) return base;
    let n = 2;
    while (this.#values.has(`${base}_${n}`)) n++;
    return `${base}_${n}`;
  }
}

/** What rows `from` to `to` (excluded) of a tensor are called. */
export function rowsName(name: string, from: number, to: number): string {
  return `${name}[${from}:${to}]`;
}

/** The bytes of rows `from` to `to` (excluded) of a tensor that has `rows` of them. */
function rowsOf(data: TensorData, rows: number, from: number, to: number): TensorData {
  if (data.kind === 'absent') return data;
  if (data.kind === 'inline') {
    const row = data.bytes.length / rows;
    return { kind: 'inline', bytes: data.bytes.subarray(from * row, to * row) };
  }
  const row = data.length / rows;
  return { ...data, offset: data.offset + from * row, length: (to - from) * row };
}

function inline(array: Float32Array | BigInt64Array): TensorData {
  return { kind: 'inline', bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength) };
}
