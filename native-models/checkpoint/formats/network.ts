import type { FloatType } from '../../vocabulary.ts';
import { dirname } from 'node:path';
import { type SafetensorsFile, type StoredTensor, type TensorTable, elements } from './safetensors.ts';
import { shapesOnly, storedWeights } from './stored-weights.ts';
import { floatName, requireReadableTypes } from './weight-types.ts';
import type { WeightSource } from '../../graph/weights.ts';

/** One network of a checkpoint: what it is, and how to get weights that a device can compute with. */
export interface CheckpointNetwork {
  /** Parsed config.json in diffusers' (or transformers') keys; the graph builder validates it. */
  readonly config: unknown;
  /** What messages call it: `unet/config.json`. */
  readonly configFile: string;
  readonly parameters: number;
  /** `float32`, `float16`, `bfloat16`, or several joined by `+`. */
  readonly dtype: string;
  /** Names and shapes without bytes: to inspect and to count costs, with nothing converted. */
  readonly shapes: WeightSource;
  /** Weights of a type, float32 unless given: in place where the file holds them, else from a copy that is made on first use. */
  load(type?: FloatType): Promise<WeightSource>;
}

/** A network as a checkpoint's layout describes it. */
export interface NetworkDescription {
  readonly config: unknown;
  readonly configFile: string;
  /** What messages call its weights when a tensor is missing. */
  readonly weightsFile: string;
  readonly files: readonly SafetensorsFile[];
  /** From the names in the files to the names that graph builders ask for. */
  readonly rename: (stored: TensorTable) => TensorTable;
}

export type FloatCopy = (file: SafetensorsFile, type: FloatType) => Promise<SafetensorsFile>;

/**
 * A network ready to be loaded.
 * @param floatCopy makes a copy of a file in another type.
 * @throws CheckpointError for weights of a type that is not read.
 */
export function checkpointNetwork(description: NetworkDescription, floatCopy: FloatCopy): CheckpointNetwork {
  const { config, configFile, weightsFile, files, rename } = description;
  const table = (files: readonly SafetensorsFile[]) => rename(new Map(files.flatMap(({ tensors }) => [...tensors])));
  const stored = table(files);
  requireReadableTypes(stored, files);
  const floats = [...stored.values()].filter(({ dtype }) => floatName(dtype) !== null);
  return {
    config,
    configFile,
    parameters: floats.reduce((sum, { shape }) => sum + elements(shape), 0),
    dtype: [...new Set(floats.map(({ dtype }) => floatName(dtype)))].toSorted().join('+'),
    shapes: shapesOnly(stored, weightsFile),
    async load(type = 'float32') {
      if (canStayInPlace(floats, type)) return storedWeights(stored, weightsFile);
      const copies: SafetensorsFile[] = [];
      for (const file of files) copies.push(await floatCopy(file, type));
      return storedWeights(table(copies), weightsFile);
    },
  };
}

/** All of the type, and in the one folder that a session can have. */
function canStayInPlace(floats: readonly StoredTensor[], type: FloatType): boolean {
  return (
    floats.every(({ dtype }) => floatName(dtype) === type) && new Set(floats.map(({ path }) => dirname(path))).size <= 1
  );
}
