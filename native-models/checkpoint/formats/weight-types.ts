import { CheckpointError } from '../../errors.ts';
import { listed } from '../../listed.ts';
import type { SafetensorsFile, TensorTable } from './safetensors.ts';

/** The types that weights are converted from, by the dtype names of safetensors, as people know them. */
const FLOAT_NAMES: ReadonlyMap<string, string> = new Map([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F8_E4M3', 'float8_e4m3'],
  ['F8_E5M2', 'float8_e5m2'],
]);

/** What a type of weights is called; null for integers, and for types that we do not read. */
export function floatName(dtype: string): string | null {
  return FLOAT_NAMES.get(dtype) ?? null;
}

/** Tensors whose weights are not the numbers that are stored, by a name that only they have. */
const QUANTISED: readonly (readonly [marker: RegExp, what: string])[] = [
  [/(^|\.)scaled_fp8$|\.(scale_weight|weight_scale|comfy_quant)$/, 'scaled float8'],
  [/\.(absmax|quant_map|SCB)$|\.quant_state\./, 'quantised by bitsandbytes'],
  [/\.(qweight|qzeros)$/, 'quantised to a few bits (GPTQ, AWQ)'],
];

const ADVICE = "Get this model's float16 (or float32) version";

/**
 * Refuses weights that would be read as other numbers than they stand for, or not at all, when a checkpoint is opened and
 * not when it is first run.
 * @param stored a network's tensors, by the names that graph builders ask for. @param files that they lie in.
 * @throws CheckpointError naming the tensor and its type.
 */
export function requireReadableTypes(stored: TensorTable, files: readonly SafetensorsFile[]): void {
  for (const { label, tensors } of files) {
    for (const name of tensors.keys()) {
      const quantised = QUANTISED.find(([marker]) => marker.test(name));
      if (!quantised) continue;
      throw new CheckpointError(label, `its weights are ${quantised[1]} (${name}), which is not supported`, ADVICE);
    }
  }
  for (const { label, storedName, dtype } of stored.values()) {
    if (floatName(dtype) !== null || !/\.(weight|bias)$/.test(storedName)) continue;
    const expected = listed([...FLOAT_NAMES.values()], 'or');
    throw new CheckpointError(label, `${storedName}: expected ${expected}, found ${dtype}`, ADVICE);
  }
}
