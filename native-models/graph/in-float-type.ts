import type { FloatType } from '../vocabulary.ts';
import { allNodes, branchesOf, mapBranches } from './branches.ts';
import type { Graph, Initializer, Node } from './graph.ts';
import type { OperatorName } from './operators.ts';
import { ELEMENT_TYPE, type ElementType, type Value } from './operators/value.ts';

/**
 * Computed in float32 whatever the float type, with what only they read: 11 bits of a timestep of 999 times a frequency say
 * nothing of its sine. diffusers' Timesteps does the same.
 */
const ALWAYS_FULL: ReadonlySet<Node['op']> = new Set<OperatorName>(['Sin', 'Cos']);

/**
 * The same graph computed in `floatType`, whatever its weights are stored in.
 *
 * Weights of the other type are cast where they lie, which onnxruntime does once, when it loads them; constants are
 * rewritten. Inputs and outputs stay float32, cast at the border, but for those that are `carried` from run to run and that
 * nobody looks at: they are in that type, in half of the memory.
 * @throws when a constant of the graph is beyond float16.
 */
export function inFloatType(
  graph: Graph,
  floatType: FloatType,
  carried: (name: string) => boolean = () => false,
): Graph {
  const stored = [...graph.initializers.values()].map(({ type }) => type);
  if (floatType === 'float32' && !stored.includes('float16')) return graph;
  const types = typesOf(graph, floatType, carried);
  const bordering = (value: Value): Value =>
    types.written.has(value.name) ? { ...value, type: carried(value.name) ? floatType : 'float32' } : value;
  const initializers = [...graph.initializers.values()].flatMap((each) => constantIn(each, types));
  const lying = [...graph.initializers.values()].filter(({ data }) => data.kind !== 'inline');
  const sources = [...graph.inputs, ...lying].map(({ name }) => name);
  return {
    ...graph,
    inputs: graph.inputs.map(bordering),
    outputs: graph.outputs.map(bordering),
    initializers: new Map(initializers.map((each) => [each.name, each])),
    nodes: [...sources.flatMap((name) => castsOf(name, '', types)), ...convert(graph.nodes, types)],
    values: valuesOf(graph, types),
  };
}

/** Every floating-point value is written in one type; where it is read in the other, a Cast stands behind what wrote it. */
interface Types {
  readonly floatType: FloatType;
  /** By name, of all floating-point values, those of branches among them. */
  readonly written: ReadonlyMap<string, FloatType>;
  readonly read: ReadonlyMap<string, ReadonlySet<FloatType>>;
  readonly of: (node: Node) => FloatType;
  /** What a value is called in a type: one has its name, the other the name and the type. */
  readonly name: (name: string, type: FloatType) => string;
}

function typesOf(graph: Graph, floatType: FloatType, carried: (name: string) => boolean): Types {
  const nodes = allNodes(graph.nodes);
  const full = fullNodes(graph, nodes);
  const of = (node: Node): FloatType => (full.has(node) ? 'float32' : floatType);
  const atBorder = (name: string): FloatType => (carried(name) ? floatType : 'float32');

  const written = new Map<string, FloatType>();
  for (const { name, type } of graph.initializers.values()) if (isFloat(type)) written.set(name, type);
  for (const { name, type } of graph.inputs) if (isFloat(type)) written.set(name, atBorder(name));
  for (const node of nodes) {
    // Branches may write under names that only their own lists know; everything that we compute is a float.
    for (const name of node.outputs)
      if (isFloat(graph.values.get(name)?.type ?? 'float32')) written.set(name, of(node));
  }

  const read = new Map<string, Set<FloatType>>();
  const reads = (name: string, type: FloatType) => read.set(name, (read.get(name) ?? new Set()).add(type));
  for (const node of nodes) for (const name of node.inputs) reads(name, of(node));
  for (const { name } of branchOutputs(nodes)) reads(name, floatType);
  for (const { name } of graph.outputs) reads(name, atBorder(name));

  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const own = (name: string) => (outputs.has(name) ? atBorder(name) : written.get(name));
  const name = (value: string, type: FloatType) =>
    !written.has(value) || own(value) === type ? value : `${value}:${type}`;
  return { floatType, written, read, of, name };
}

/** Nodes that are always computed in float32: of {@link ALWAYS_FULL}, marked `full`, or read by nothing but such nodes. */
function fullNodes(graph: Graph, nodes: readonly Node[]): ReadonlySet<Node> {
  const full = new Set<Node>();
  const readByFull = new Set<string>();
  const readByOthers = new Set([...graph.outputs, ...branchOutputs(nodes)].map(({ name }) => name));
  for (const node of nodes.toReversed()) {
    const onlyForFull = node.outputs.every((name) => readByFull.has(name) && !readByOthers.has(name));
    const marked = ALWAYS_FULL.has(node.op) || 'full' in node;
    const isFull = marked || (onlyForFull && branchesOf(node).length === 0);
    if (isFull) full.add(node);
    for (const name of node.inputs) (isFull ? readByFull : readByOthers).add(name);
  }
  return full;
}

function convert(nodes: readonly Node[], types: Types): readonly Node[] {
  return nodes.flatMap((node) => {
    const type = types.of(node);
    const named = (name: string) => types.name(name, type);
    const converted = { ...node, inputs: node.inputs.map(named), outputs: node.outputs.map(named) };
    const casts = node.outputs.flatMap((name) => castsOf(name, node.scope, types));
    return [mapBranches(converted, (branch) => convertBranch(branch, types)), ...casts];
  });
}

function convertBranch(branch: Graph, types: Types): Graph {
  const outputs = branch.outputs.map((value) =>
    types.written.has(value.name)
      ? { ...value, name: types.name(value.name, types.floatType), type: types.floatType }
      : value,
  );
  return { ...branch, outputs, nodes: convert(branch.nodes, types) };
}

/** The Cast of a value into the type that it is not written in, where it is read in that. */
function castsOf(name: string, scope: string, types: Types): readonly Node[] {
  const written = types.written.get(name);
  if (!written) return [];
  return [...(types.read.get(name) ?? [])]
    .filter((type) => type !== written)
    .map((type) => ({
      op: 'Cast',
      inputs: [types.name(name, written)],
      outputs: [types.name(name, type)],
      attributes: { to: { int: ELEMENT_TYPE[type] } },
      scope,
    }));
}

/** A constant in each type that it is read in; what lies in a file stays as it is. */
function constantIn(initializer: Initializer, types: Types): readonly Initializer[] {
  const { name, type: from, data } = initializer;
  if (data.kind !== 'inline' || !types.written.has(name)) return [initializer];
  return [...(types.read.get(name) ?? [])].map((type) => ({
    ...initializer,
    name: types.name(name, type),
    type,
    data: type === from ? data : { kind: 'inline', bytes: recoded(name, data.bytes, type) },
  }));
}

function recoded(name: string, bytes: Uint8Array, type: FloatType): Uint8Array {
  const { buffer } = bytes.slice(); // aligned
  if (type === 'float32') return new Uint8Array(Float32Array.from(new Float16Array(buffer)).buffer);
  const numbers = new Float32Array(buffer);
  const halves = new Float16Array(numbers);
  const beyond = halves.findIndex((half, i) => !Number.isFinite(half) && Number.isFinite(numbers[i]));
  if (beyond !== -1) throw new Error(`${name}: ${numbers[beyond]} is more than float16 can hold`);
  return new Uint8Array(halves.buffer);
}

/** Type and shape of every value, under each of its names. */
function valuesOf(graph: Graph, types: Types): ReadonlyMap<string, Value> {
  const values = [...graph.values.values()].flatMap((value): readonly Value[] => {
    const written = types.written.get(value.name);
    if (!written) return [value];
    const all = new Set([written, ...(types.read.get(value.name) ?? [])]);
    return [...all].map((type) => ({ ...value, name: types.name(value.name, type), type }));
  });
  return new Map(values.map((value) => [value.name, value]));
}

const branchOutputs = (nodes: readonly Node[]): readonly Value[] =>
  nodes.flatMap((node) => branchesOf(node).flatMap(({ outputs }) => outputs));

const isFloat = (type: ElementType): type is FloatType => type === 'float32' || type === 'float16';
