import * as ort from 'onnxruntime-node';
import { decomposeAttention } from '../graph/decompose-attention.ts';
import type { Graph, Shape, Value } from '../graph/graph.ts';
import { writeModelProto } from '../graph/model-proto.ts';
import { size } from '../graph/operators.ts';
import { type DeviceId, type DeviceOptions, sessionOptions } from './device.ts';
import { paysToRun, readWeights, zeros } from './warm-up.ts';

/** Flat tensor data by input name; integers as BigInt64Array, everything else f32. */
export type Feeds = Readonly<Record<string, Float32Array | BigInt64Array>>;
export type Fetches = Readonly<Record<string, Float32Array>>;

/** onnxruntime's words for a network it refuses or a run that fails, with ours in front: which network, what to do. */
export class RuntimeError extends Error {
  override name = 'RuntimeError';
}

/** A network loaded on a device, ready to run. Shapes are fixed by its graph. */
export interface Session {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /**
   * Runs the network. `run` blocks its thread until done; to cancel, stop between runs.
   * @param fetch names of the outputs that are wanted, all of them unless given: each costs a copy.
   * @throws RuntimeError when a feed is missing or has the wrong number of elements.
   */
  run(feeds: Feeds, fetch?: readonly string[]): Promise<Fetches>;
  /** Whether its first run is still to come, and would take longer than later ones. */
  readonly cold: boolean;
  /** To be called before what is timed; see warm-up.ts. Does nothing for a session that has run. */
  warmUp(signal?: AbortSignal): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Loads `graph` on `device`.
 * @param weightsFolder real path of the folder its external weights lie in.
 */
export async function createSession(
  graph: Graph,
  weightsFolder: string,
  device: DeviceId,
  options: DeviceOptions = {},
): Promise<Session> {
  const model = writeModelProto(options.attention === 'plain' ? decomposeAttention(graph) : graph);
  const inference = await ort.InferenceSession.create(model, sessionOptions(device, weightsFolder, options)).catch(
    (error: unknown) => {
      throw new RuntimeError(`${graph.name}: could not be loaded on ${device}: ${wordsOf(error)}`, { cause: error });
    },
  );
  let cold = true;
  const session: Session = {
    inputs: graph.inputs,
    outputs: graph.outputs,
    get cold() {
      return cold;
    },
    async warmUp(signal) {
      if (!cold) return;
      if (paysToRun(graph, device)) await session.run(zeros(graph));
      else await readWeights(graph, weightsFolder, signal);
      cold = false;
    },
    async run(feeds, fetch = graph.outputs.map(({ name }) => name)) {
      cold = false;
      const tensors = Object.fromEntries(graph.inputs.map((input) => [input.name, toTensor(graph, input, feeds)]));
      try {
        const results = await inference.run(tensors, fetch);
        return Object.fromEntries(fetch.map((name) => [name, results[name]!.data as Float32Array]));
      } catch (error) {
        throw new RuntimeError(`${graph.name}: the run failed on ${device}: ${wordsOf(error)}`, { cause: error });
      }
    },
    dispose: () => inference.release(),
  };
  return session;
}

function toTensor(graph: Graph, { name, type, shape }: Value, feeds: Feeds): ort.Tensor {
  const data = feeds[name];
  if (!data) throw new RuntimeError(`${graph.name}: input ${name} was not given`);
  if (data.length !== size(shape)) {
    throw new RuntimeError(`${graph.name}: input ${name}: expected ${describe(shape)}, found ${data.length} numbers`);
  }
  return type === 'int64'
    ? new ort.Tensor('int64', data as BigInt64Array, shape)
    : new ort.Tensor('float32', data as Float32Array, shape);
}

const describe = (shape: Shape): string => `[${shape.join(', ')}] (${size(shape)} numbers)`;

/** The part of onnxruntime's message that a person can use: its source locations and conditions go, its words stay. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/\/\S*\.(?:cc|h):\d+\s+(?:[^\n]*\)\s)?/g, '')
    .replace(/^onnxruntime::.*? was false\. /s, '')
    .trim();
}
