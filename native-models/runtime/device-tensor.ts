import type { Tensor } from 'onnxruntime-node';

/**
 * A tensor that never left its device. It can be fed to the session that gave it and to nothing else: a session on the CPU would
 * read it as NaN, and onnxruntime ends the process when its numbers are asked for; so nothing here gives them. It holds memory
 * that no garbage collector knows of until it is disposed of.
 */
export class DeviceTensor {
  readonly #tensor: Tensor;

  constructor(tensor: Tensor) {
    this.#tensor = tensor;
  }

  /** For the session that gave it. */
  static tensorOf(kept: DeviceTensor): Tensor {
    return kept.#tensor;
  }

  dispose(): void {
    this.#tensor.dispose();
  }
}
