import * as ort from 'onnxruntime-node';
import { decomposeAttention } from '../graph/decompose-attention.ts';
import { foldUpsampling } from '../graph/fold-upsampling.ts';
import type { Graph, Shape, Value } from '../graph/graph.ts';
import { writeModelProto } from '../graph/model-proto.ts';
import { size } from '../graph/operators.ts';
import { type DeviceId, type DeviceOptions, sessionOptions } from './device.ts';
import { DeviceTensor } from './device-tensor.ts';
import { paysToRun, readWeights, zeros } from './warm-up.ts';

/** Flat tensor data by input name: integers as BigInt64Array, truth values as Uint8Array, everything else f32. */
export type Feeds = Readonly<Record<string, Float32Array | BigInt64Array | Uint8Array | DeviceTensor>>;
export type Fetches = Readonly<Record<string, Float32Array>>;

/** Outputs that stayed on the device, by name. Whoever asked for them has to dispose of them. */
export type Kept = Readonly<Record<string, DeviceTensor>>;

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
  /**
   * The same for all outputs, with those that stay on the device (see createSession) beside those that came back: onnxruntime
   * knows no choice among outputs that stay.
   */
  runKeeping(feeds: Feeds): Promise<{ readonly fetches: Fetches; readonly kept: Kept }>;
  /** Whether its first run is still to come, and would take longer than later ones. */
  readonly cold: boolean;
  /** To be called before what is timed; see warm-up.ts. Does nothing for a session that has run. */
  warmUp(signal?: AbortSignal): Promise<void>;
  /** Writes the profile that `DeviceOptions.profile` asked for. */
  endProfile(): void;
  dispose(): Promise<void>;
}

/**
 * Loads `graph` on `device`.
 * @param weightsFolder real path of the folder its external weights lie in.
 * @param kept outputs that stay on the device, for `runKeeping`. At least one other has to come back: onnxruntime leaks runs from
 * which nothing does.
 */
export async function createSession(
  graph: Graph,
  weightsFolder: string,
  device: DeviceId,
  options: DeviceOptions = {},
  kept: readonly string[] = [],
): Promise<Session> {
  const model = writeModelProto(inForm(graph, device, options));
  const stays = new Set(kept);
  const settings = {
    ...sessionOptions(device, weightsFolder, options),
    ...(stays.size > 0 ? { preferredOutputLocation: locationsOf(graph, stays) } : {}),
  };
  const inference = await ort.InferenceSession.create(model, settings).catch((error: unknown) => {
    throw new RuntimeError(`${graph.name}: could not be loaded on ${device}: ${wordsOf(error)}`, { cause: error });
  });
  let cold = true;
  const returning = graph.outputs.map(({ name }) => name).filter((name) => !stays.has(name));
  const execute = async (feeds: Feeds, fetch: readonly string[]) => {
    cold = false;
    const tensors = Object.fromEntries(graph.inputs.map((input) => [input.name, toTensor(graph, input, feeds)]));
    try {
      return await inference.run(tensors, fetch);
    } catch (error) {
      throw new RuntimeError(`${graph.name}: the run failed on ${device}: ${wordsOf(error)}`, { cause: error });
    }
  };
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
    async run(feeds, fetch = returning) {
      if (stays.size > 0) {
        const { fetches, kept: unwanted } = await session.runKeeping(feeds);
        for (const tensor of Object.values(unwanted)) tensor.dispose();
        return fetches;
      }
      return numbersOf(await execute(feeds, fetch), fetch);
    },
    async runKeeping(feeds) {
      const results = await execute(feeds, [...returning, ...stays]);
      const tensors = [...stays].map((name) => [name, new DeviceTensor(results[name]!)] as const);
      return { fetches: numbersOf(results, returning), kept: Object.fromEntries(tensors) };
    },
    endProfile: () => inference.endProfiling(),
    dispose: () => inference.release(),
  };
  return session;
}

/** The same network in the operators that this device is best at, or gets right. */
function inForm(graph: Graph, device: DeviceId, { attention, memory }: DeviceOptions): Graph {
  // Measured on the CPU only. It takes some memory for each session (docs/performance.md).
  const folded = device === 'cpu' && memory !== 'small' ? foldUpsampling(graph) : graph;
  return attention === 'plain' ? decomposeAttention(folded) : folded;
}

function numbersOf(results: ort.InferenceSession.ReturnType, names: readonly string[]): Fetches {
  return Object.fromEntries(names.map((name) => [name, results[name]!.data as Float32Array]));
}

function locationsOf(graph: Graph, kept: ReadonlySet<string>): Record<string, 'cpu' | 'gpu-buffer'> {
  return Object.fromEntries(graph.outputs.map(({ name }) => [name, kept.has(name) ? 'gpu-buffer' : 'cpu']));
}

function toTensor(graph: Graph, { name, shape }: Value, feeds: Feeds): ort.Tensor {
  const data = feeds[name];
  if (!data) throw new RuntimeError(`${graph.name}: input ${name} was not given`);
  if (data instanceof DeviceTensor) return DeviceTensor.tensorOf(data);
  if (data.length !== size(shape)) {
    throw new RuntimeError(`${graph.name}: input ${name}: expected ${describe(shape)}, found ${data.length} numbers`);
  }
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, shape);
  return data instanceof Uint8Array ? new ort.Tensor('bool', data, shape) : new ort.Tensor('float32', data, shape);
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
