import type { Graph, Initializer, Node } from './graph.ts';
import { operator } from './operators.ts';
import { ProtobufWriter } from './protobuf.ts';
import { type Attribute, ELEMENT_TYPE, type Value } from './operators/value.ts';

/** Numbers of fields below are those of onnx/onnx.proto3. */
const IR_VERSION = 9;
const OPSETS = [
  { domain: '', version: 20 },
  { domain: 'com.microsoft', version: 1 },
] as const;

/**
 * Serialises a graph as an ONNX ModelProto. Weights stay where they lie: an initializer of kind `file` becomes
 * external data (location, offset, length), so the model itself is some hundred kilobytes whatever the network.
 * @throws when an initializer has no bytes at all.
 */
export function writeModelProto(graph: Graph): Uint8Array {
  const model = new ProtobufWriter();
  model.varint(1, IR_VERSION).string(2, 'heirloom');
  model.message(7, (message) => writeGraph(message, graph));
  for (const { domain, version } of OPSETS) {
    model.message(8, (opset) => opset.string(1, domain).varint(2, version));
  }
  return model.finish();
}

function writeGraph(message: ProtobufWriter, graph: Graph): void {
  graph.nodes.forEach((node, i) => message.message(1, (m) => writeNode(m, node, i)));
  message.string(2, graph.name);
  for (const initializer of graph.initializers.values()) message.message(5, (m) => writeTensor(m, initializer));
  for (const input of graph.inputs) message.message(11, (m) => writeValueInfo(m, input));
  for (const output of graph.outputs) message.message(12, (m) => writeValueInfo(m, output));
}

function writeNode(message: ProtobufWriter, node: Node, index: number): void {
  for (const input of node.inputs) message.string(1, input);
  for (const output of node.outputs) message.string(2, output);
  const name = `${node.scope}/${node.op}#${index}`;
  message.string(3, name).string(4, node.op);
  if (node.op === 'If') {
    message.message(5, (m) => writeBranch(m, 'then_branch', node.thenBranch));
    message.message(5, (m) => writeBranch(m, 'else_branch', node.elseBranch));
    return;
  }
  for (const [key, attribute] of Object.entries(node.attributes)) {
    message.message(5, (m) => writeAttribute(m, key, attribute));
  }
  const { domain } = operator(node.op, name);
  if (domain) message.string(7, domain);
}

function writeBranch(message: ProtobufWriter, name: string, branch: Graph): void {
  message.string(1, name);
  message.message(6, (m) => writeGraph(m, branch)).varint(20, 5);
}

function writeAttribute(message: ProtobufWriter, name: string, attribute: Attribute): void {
  message.string(1, name);
  if ('float' in attribute) message.float(2, attribute.float).varint(20, 1);
  else if ('int' in attribute) message.varint(3, attribute.int).varint(20, 2);
  else if ('string' in attribute) message.string(4, attribute.string).varint(20, 3);
  else {
    for (const int of attribute.ints) message.varint(8, int);
    message.varint(20, 7);
  }
}

function writeTensor(message: ProtobufWriter, { name, type, shape, data }: Initializer): void {
  for (const dim of shape) message.varint(1, dim);
  message.varint(2, ELEMENT_TYPE[type]).string(8, name);
  switch (data.kind) {
    case 'inline':
      message.bytes(9, data.bytes);
      break;
    case 'file':
      for (const [key, value] of [
        ['location', data.file],
        ['offset', String(data.offset)],
        ['length', String(data.length)],
      ] as const) {
        message.message(13, (entry) => entry.string(1, key).string(2, value));
      }
      message.varint(14, 1);
      break;
    case 'absent':
      throw new Error(`${name}: this network has an architecture but no weights; it can be costed, not run`);
  }
}

function writeValueInfo(message: ProtobufWriter, { name, type, shape }: Value): void {
  message.string(1, name).message(2, (typeProto) =>
    typeProto.message(1, (tensor) =>
      tensor.varint(1, ELEMENT_TYPE[type]).message(2, (dims) => {
        for (const dim of shape) dims.message(1, (m) => m.varint(1, dim));
      }),
    ),
  );
}
