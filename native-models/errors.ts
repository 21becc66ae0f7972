/**
 * An error of the engine, in words that a person can act on: what is wrong, where, and what to do.
 * `about: 'request'` is one about what was asked for, which can be asked for otherwise; `about: 'world'` is one about a file, a
 * device or the machine.
 */
export abstract class EngineError extends Error {
  abstract readonly about: 'request' | 'world';
}

/** What a person wrote cannot be a strategy; the message says what, where and what to do. */
export class StrategyError extends EngineError {
  override readonly name = 'StrategyError';
  readonly about = 'request';
}

/** A request that cannot be carried out; the message says what to change. */
export class RequestError extends EngineError {
  override readonly name = 'RequestError';
  readonly about = 'request';
}

/** A device that was asked for and is not there. */
export class DeviceError extends EngineError {
  override readonly name = 'DeviceError';
  readonly about = 'request';
}

/** A configuration that we do not build or sample. The message names its file, the key, what it holds and what would be accepted. */
export class UnsupportedConfigError extends EngineError {
  override readonly name = 'UnsupportedConfigError';
  readonly about = 'world';
}

/** Something about a checkpoint that a person has to know: which file, what is wrong with it, what to do. */
export class CheckpointError extends EngineError {
  override readonly name = 'CheckpointError';
  readonly about = 'world';
  /** The file or folder it is about, as people see it: `unet/diffusion_pytorch_model.safetensors`. */
  readonly file: string;

  constructor(file: string, problem: string, advice?: string, options?: ErrorOptions) {
    super(`${file}: ${problem}${advice === undefined ? '' : `. ${advice}`}`, options);
    this.file = file;
  }
}

/** A copy of a checkpoint's weights that the disk does not take: it may be full, or not to be written. */
export class DiskError extends CheckpointError {}

/** onnxruntime's words for a network it refuses or a run that fails, with ours in front: which network, what to do. */
export class RuntimeError extends EngineError {
  override readonly name: string = 'RuntimeError';
  readonly about = 'world';
}

/** A network's numbers are infinite, or none: float16 was not enough for them, or its weights or the latents are broken. */
export class NotFinite extends RuntimeError {}
