import { RuntimeError } from '../errors.ts';
import type { DeviceId } from '../vocabulary.ts';
import * as ort from 'onnxruntime-node';
import { foldUpsampling } from '../graph/fold-upsampling.ts';
import type { Graph, Shape, Value } from '../graph/graph.ts';
import { inFloatType } from '../graph/in-float-type.ts';
import { writeModelProto } from '../graph/model-proto.ts';
import { size } from '../graph/operators.ts';
import { spellOut } from '../graph/spell-out.ts';
import { type DeviceOptions, sessionOptions } from './device.ts';
import { DeviceTensor } from './device-tensor.ts';
import { halfTensor } from './half-tensor.ts';
import { int8Settings } from './int8-kernels.ts';
import { paysToRun, readWeights, zeros } from './warm-up.ts';
import { wordsOf } from './error-words.ts';

/** What one run gives and another takes, in whatever the network computes in. One on a device has to be disposed of. */
export type SessionTensor = Float32Array | Float16Array | DeviceTensor;

/** Flat tensor data by input name: integers as BigInt64Array, truth values as Uint8Array, everything else f32. */
export type Feeds = Readonly<Record<string, SessionTensor | BigInt64Array | Uint8Array>>;
export type Fetches = Readonly<Record<string, Float32Array>>;

/** Outputs that are kept for another run, by name. */
export type KeptOutputs = Readonly<Record<string, SessionTensor>>;

/** Which values go from run to run, and that nobody looks at: they stay in the type that the network computes in. */
export interface KeepOptions {
  readonly outputs?: readonly string[];
  readonly inputs?: readonly string[];
  /**
   * Whether the outputs stay on the device. At least one other output has to come back: onnxruntime leaks runs from which
   * nothing does.
   */
  readonly stays?: boolean;
}

/** A network loaded on a device, ready to run. Shapes are fixed by its graph. */
export interface Session {
  /** Of its graph. */
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /**
   * Runs the network. `run` blocks its thread until done; to cancel, stop between runs.
   * @param fetch names of the outputs that are wanted, all that are not kept unless given: each costs a copy.
   * @throws RuntimeError when a feed is missing or has the wrong number of elements.
   */
  run(feeds: Feeds, fetch?: readonly string[]): Promise<Fetches>;
  /** The same for all outputs, with those that are kept beside the others: of outputs that stay there is no choice. */
  runKeeping(feeds: Feeds): Promise<{ readonly fetches: Fetches; readonly kept: KeptOutputs }>;
  /** Whether its first run is still to come, and would take longer than later ones. */
  readonly cold: boolean;
  /** To be called before what is timed; see warm-up.ts. Does nothing for a session that has run. */
  warmUp(signal?: AbortSignal): Promise<void>;
  /** Writes the profile that `DeviceOptions.profile` asked for. */
  endProfile(): void;
  dispose(): Promise<void>;
}

/**
 * Loads `graph` on `device`, in the precision and with the plain forms that `options` say.
 * @param weightsFolder real path of the folder its external weights lie in.
 */
export async function createSession(
  network: Graph,
  weightsFolder: string,
  device: DeviceId,
  options: DeviceOptions = {},
  { outputs: kept = [], inputs: fedBack = [], stays = false }: KeepOptions = {},
): Promise<Session> {
  const carried = new Set([...kept, ...fedBack]);
  const graph = inForm(network, device, options, (name) => carried.has(name));
  const base = sessionOptions(device, weightsFolder, options);
  const settings = {
    ...base,
    extra: { session: { ...(base.extra?.['session'] as object), ...(await int8Settings(graph)) } },
    ...(stays ? { preferredOutputLocation: locationsOf(graph, new Set(kept)) } : {}),
  };
  const inference = await ort.InferenceSession.create(writeModelProto(graph), settings).catch((error: unknown) => {
    throw new RuntimeError(`${graph.name}: could not be loaded on ${device}: ${wordsOf(error)}`, { cause: error });
  });
  let cold = true;
  const returning = graph.outputs.map(({ name }) => name).filter((name) => !kept.includes(name));
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
    name: graph.name,
    inputs: graph.inputs,
    outputs: graph.outputs,
    get cold() {
      return cold;
    },
    async warmUp(signal) {
      if (!cold) return;
      if (paysToRun(network, device)) dispose((await session.runKeeping(zeros(graph))).kept);
      else await readWeights(graph, weightsFolder, signal);
      cold = false;
    },
    async run(feeds, fetch = returning) {
      if (stays) {
        const { fetches, kept: unwanted } = await session.runKeeping(feeds);
        dispose(unwanted);
        return fetches;
      }
      return numbersOf(await execute(feeds, fetch), fetch);
    },
    async runKeeping(feeds) {
      const results = await execute(feeds, [...returning, ...kept]);
      const tensors = kept.map(
        (name) => [name, stays ? new DeviceTensor(results[name]!) : results[name]!.data] as const,
      );
      return { fetches: numbersOf(results, returning), kept: Object.fromEntries(tensors) as KeptOutputs };
    },
    endProfile: () => inference.endProfiling(),
    dispose: () => inference.release(),
  };
  return session;
}

/** The same network in the operators that this device is best at, or gets right, and in the precision that it computes in. */
function inForm(
  network: Graph,
  device: DeviceId,
  { spelledOut = [], precision, memory }: DeviceOptions,
  carried: (name: string) => boolean,
): Graph {
  // Measured on the CPU only. It takes some memory for each session (docs/performance.md).
  const folded = device === 'cpu' && memory !== 'small' ? foldUpsampling(network) : network;
  const plain = spellOut(folded, spelledOut);
  return precision ? inFloatType(plain, precision, carried) : plain;
}

/** Gives back what tensors hold on a device. */
export function dispose(kept: KeptOutputs): void {
  for (const tensor of Object.values(kept)) if (tensor instanceof DeviceTensor) tensor.dispose();
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
  if (data instanceof Float16Array) return halfTensor(data, shape);
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, shape);
  return data instanceof Uint8Array ? new ort.Tensor('bool', data, shape) : new ort.Tensor('float32', data, shape);
}

const describe = (shape: Shape): string => `[${shape.join(', ')}] (${size(shape)} numbers)`;
