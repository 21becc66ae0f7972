/** A configuration that we do not build or sample. The message names its file, the key, what it holds and what would be accepted. */
export class UnsupportedConfigError extends Error {
  override readonly name = 'UnsupportedConfigError';
}

/** Something about a checkpoint that a person has to know: which file, what is wrong with it, what to do. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  /** The file or folder it is about, as people see it: `unet/diffusion_pytorch_model.safetensors`. */
  readonly file: string;

  constructor(file: string, problem: string, advice?: string, options?: ErrorOptions) {
    super(`${file}: ${problem}${advice === undefined ? '' : `. ${advice}`}`, options);
    this.file = file;
  }
}
