/** What makes a network's first run as fast as its later ones, so that none of it is in a measurement. */
import type { DeviceId } from '../vocabulary.ts';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { totalMacs } from '../graph/count.ts';
import type { Graph } from '../graph/graph.ts';
import { size } from '../graph/operators.ts';
import type { Feeds } from './session.ts';

/**
 * Multiply-accumulates of a run that is worth making just to warm up, half a second on two cores. Measured on a CPU: the
 * embedded model's first call takes twice the time of a later one, 3% of a run of 50; that of SD 1.5 (680e9) takes a
 * tenth more, 0.3% of a run, so there a whole call would cost ten times what it saves.
 */
const LIGHT_MACS = 50e9;
const CHUNK_BYTES = 8 * 2 ** 20;

/** Weight files that were read through: their pages are in memory, and every session maps those. */
const readThrough = new Set<string>();

/** Whether a run on zeros pays. Devices compile their kernels in the first run, so there it always does. */
export function paysToRun(graph: Graph, device: DeviceId): boolean {
  return device !== 'cpu' || totalMacs(graph) < LIGHT_MACS;
}

/** Something to feed inputs with: zero, or false, throughout. */
export function zeros({ inputs }: Pick<Graph, 'inputs'>): Feeds {
  return Object.fromEntries(
    inputs.map(({ name, type, shape }) => {
      const { [type as keyof typeof ARRAYS]: Numbers } = ARRAYS;
      return [name, new Numbers(size(shape))];
    }),
  );
}

/** Types that our graphs have inputs of. */
const ARRAYS = { float32: Float32Array, float16: Float16Array, int64: BigInt64Array, bool: Uint8Array } as const;

/** Reads what `graph` maps of `folder`, once in a process: a cold disk is then no part of the first call. */
export async function readWeights(graph: Graph, folder: string, signal?: AbortSignal): Promise<void> {
  const names = [...graph.initializers.values()].flatMap(({ data }) => (data.kind === 'file' ? [data.file] : []));
  for (const path of new Set(names.map((name) => join(folder, name)))) {
    if (readThrough.has(path)) continue;
    await read(path, signal);
    readThrough.add(path);
  }
}

async function read(path: string, signal: AbortSignal | undefined): Promise<void> {
  await using file = await open(path);
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  while ((await file.read(chunk)).bytesRead > 0) signal?.throwIfAborted();
}
