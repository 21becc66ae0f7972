import type { Graph, Initializer, Node } from './graph.ts';
import { type OperatorName, operator } from './operators.ts';
import type { Details, Inputs, Operator } from './operators/operator.ts';
import { inline, rowsName, rowsOf } from './tensor-data.ts';
import { type ElementType, type Shape, size, type Statics, type Value } from './operators/value.ts';
import type { WeightSource } from './weights.ts';

/** What a node says besides its inputs, where it says anything. */
export interface NodeOptions extends Partial<Details> {
  /** For people: it is part of the names of the node's values. The operator's name unless given. */
  readonly name?: string;
  /** Computed in float32 whatever the precision. */
  readonly full?: true;
}

/** Everything a layer needs to know of where it stands: the graph it is written into and the weights it reads. */
export class GraphBuilder {
  readonly #name: string;
  readonly #weights: WeightSource;
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #nodes: Node[] = [];
  readonly #initializers = new Map<string, Initializer>();
  readonly #values = new Map<string, Value>();
  /** By name, the number that it has to be given next. */
  readonly #repeats = new Map<string, number>();
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
    return this.within('', () => this.op('Identity', [value], { name }));
  }

  floats(name: string, shape: Shape, values: Float32Array): Value {
    return this.#initializer({ name, type: 'float32', shape, data: inline(values) });
  }

  int64s(values: readonly number[]): Value {
    const name = `int64:${values.join(',')}`;
    const data = inline(BigInt64Array.from(values, BigInt));
    return this.#initializer({ name, type: 'int64', shape: [values.length], data });
  }

  /**
   * Appends a node and gives the value that it computes; outputs that may be left out are.
   * @param inputs without the tensors of its statics, which are written by themselves.
   * @throws naming scope, node and operator where the operator does not take this, or where it gives several values: see {@link ops}.
   */
  op(op: OperatorName, inputs: Inputs, options: NodeOptions = {}): Value {
    const [value] = this.#append(op, inputs, options, 'first');
    return value!;
  }

  /** The same, giving everything that the operator computes. */
  ops(op: OperatorName, inputs: Inputs, options: NodeOptions = {}): readonly Value[] {
    return this.#append(op, inputs, options, 'all');
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

  #append(
    op: OperatorName,
    inputs: Inputs,
    { attributes = {}, statics, full, name = op }: NodeOptions,
    wanted: 'first' | 'all',
  ): readonly Value[] {
    const place = [this.#scope, name].filter(Boolean).join(' ');
    const row = operator(op, place);
    const inferred = namingPlace(`${place} (${op})`, () => {
      const all = row.infer(inputs, { attributes, statics: statics ?? {} });
      if (wanted === 'all') return all;
      if (all.length - row.optionalOutputs > 1)
        throw new Error(`it gives ${all.length} values, of which one was asked for`);
      return all.slice(0, 1);
    });
    const read = this.#withStatics(row, inputs, statics ?? {});
    const outputs = inferred.map(({ type, shape }) => this.#define({ type, shape, name: this.#fresh(name) }));
    this.#nodes.push({
      op,
      inputs: read.map((input) => input?.name ?? ''),
      outputs: outputs.map((output) => output.name),
      attributes,
      ...(statics ? { statics } : {}),
      ...(full ? { full } : {}),
      scope: this.#scope,
    });
    return outputs;
  }

  /** The inputs with a tensor for each of the statics, where the operator reads it. */
  #withStatics({ staticInputs }: Operator, inputs: Inputs, statics: Statics): Inputs {
    const read = [...inputs];
    for (const [name, index] of Object.entries(staticInputs)) {
      const numbers = statics[name as keyof Statics];
      if (!numbers) continue;
      while (read.length < index) read.push(null);
      read[index] = this.int64s(numbers);
    }
    return read;
  }

  #initializer(initializer: Initializer): Value {
    const known = this.#initializers.get(initializer.name);
    if (known) return known;
    if (initializer.data.kind === 'file' && size(initializer.shape) === 0) {
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
    let n = this.#repeats.get(base) ?? 2;
    while (this.#values.has(`${base}_${n}`)) n++;
    this.#repeats.set(base, n + 1);
    return `${base}_${n}`;
  }
}

/** What `infer` throws, with the place in front. */
function namingPlace<T>(place: string, infer: () => T): T {
  try {
    return infer();
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`, { cause: error });
  }
}
