/**
 * Truth for float16 without a device that has it. onnxruntime's CPU provider computes a float16 graph in float32, between casts
 * that it takes out wherever two meet: so nothing would be rounded. Here every float16 value is, as it would be on a device.
 */
import { createSession } from '../runtime/session.ts';
import { mapBranches } from './branches.ts';
import type { Graph, Node } from './graph.ts';
import { inFloatType } from './in-float-type.ts';
import { spellOut } from './spell-out.ts';

/** {@link createSession}, on the CPU whatever the device, with every number of a float16 graph rounded. */
export const createRoundedSession: typeof createSession = async (
  network,
  folder,
  _device,
  options = {},
  carried = {},
) => {
  const { precision = 'float32', spelledOut = [], ...others } = options;
  const names = new Set([...(carried.outputs ?? []), ...(carried.inputs ?? [])]);
  const graph = inFloatType(spellOut(network, spelledOut), precision, (name) => names.has(name));
  return await createSession(precision === 'float16' ? rounded(graph) : graph, folder, 'cpu', others, carried);
};

/** A Concat of one input behind whatever writes float16: one of the operators that the provider has for that type. */
function rounded(graph: Graph): Graph {
  const values = new Map(graph.values);
  const inNodes = (nodes: readonly Node[]): readonly Node[] =>
    nodes.flatMap((node) => {
      const inside = mapBranches(node, (branch) => ({ ...branch, nodes: inNodes(branch.nodes) }));
      const [name] = node.outputs;
      const type = graph.values.get(name!)?.type ?? 'float16'; // names that only a branch knows are its outputs
      if (type !== 'float16' || node.op === 'If') return [inside];
      const raw = `${name}:unrounded`;
      values.set(raw, { ...(values.get(name!) ?? { type, shape: [] }), name: raw });
      const round: Node = {
        op: 'Concat',
        inputs: [raw],
        outputs: node.outputs,
        attributes: { axis: { int: 0 } },
        scope: node.scope,
      };
      return [{ ...inside, outputs: [raw] }, round];
    });
  return { ...graph, nodes: inNodes(graph.nodes), values };
}
