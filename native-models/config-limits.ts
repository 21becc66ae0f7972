/** Bounds of what the files of a model may say, whoever wrote them; `LIMITS` has them with all others. Imports nothing. */
export const CONFIG_LIMITS = {
  /**
   * Of a network's configuration. All lie far beyond any model that is known, and low enough that the largest network is drawn and
   * reckoned in a moment: a damaged file is told by what it says, not by the time that it takes.
   */
  network: {
    /** Resolutions of a UNet or an autoencoder: SD has 4. */
    blocks: 8,
    /** Layers of a block; of a text encoder in all: OpenCLIP's largest has 48. */
    layers: 64,
    /** ResUnits and AttnUnits of a UNet: SDXL has 92. */
    units: 192,
    /** Transformer blocks of a UNet: SDXL has 70. */
    transformers: 192,
    /** Channels, or features of a token: SDXL's widest text encoder has 1280, and 5120 within. */
    channels: 65_536,
    /** Of latents: 4, or 16 in newer autoencoders. */
    latentChannels: 256,
    /** Tokens that a tokenizer has: CLIP's 49408, multilingual ones 250,000. */
    vocabulary: 1_000_000,
    /** Tokens of a prompt: 77; Long-CLIP reads 248. */
    positions: 4096,
  },
  /** Timesteps that a checkpoint was trained with: 1000. A schedule is searched from end to end at every step. */
  trainTimesteps: 10_000,
  /** Added to a variance, which is about 1, so that nothing is divided by 0: 1e-5. */
  normEps: { min: 0, max: 0.1 },
  /** Bytes of a JSON file of a model: a tokenizer's, the largest, has 4 MB. */
  jsonBytes: 64 << 20,
} as const;
