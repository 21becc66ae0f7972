import type { RgbImage } from '../image.ts';
import type { FloatType } from '../vocabulary.ts';
import { withFloat32Fallback } from './float32-fallback.ts';
import { type BeforeTile, decodeLatents, encodeImage, type TiledNetwork } from './latents.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { ModelSessions } from './model-sessions.ts';
import type { TorchGenerator } from './noise.ts';

/** Pictures to latents and back; where float16 was not enough for a network's numbers, once more in float32. */
export class Autoencoder {
  readonly #model: LoadedModel;
  readonly #sessions: ModelSessions;
  readonly #isHalf: boolean;

  /** @param precision what the device computes in. */
  constructor(model: LoadedModel, sessions: ModelSessions, precision: FloatType) {
    this.#model = model;
    this.#sessions = sessions;
    this.#isHalf = precision === 'float16';
  }

  /** Latents of a picture: a sample of the posterior, drawn with `generator`. @throws NotFinite */
  encode(
    image: RgbImage,
    encoder: TiledNetwork,
    generator: TorchGenerator,
    warn: (message: string) => void,
    beforeTile: BeforeTile,
  ): Promise<Float32Array> {
    const { config } = this.#model.vae;
    const encode = (network: TiledNetwork) => encodeImage(image, network, config, generator, beforeTile);
    const inFloat32 = () => this.#sessions.encoder(encoder.tiling, 'float32');
    return withFloat32Fallback(encode, encoder, this.#isHalf ? inFloat32 : null, warn);
  }

  /** Latents of one picture, in the UNet's scale, to pixels. @throws NotFinite */
  decode(
    latents: Float32Array,
    decoder: TiledNetwork,
    warn: (message: string) => void,
    beforeTile: BeforeTile,
  ): Promise<RgbImage> {
    const decode = (network: TiledNetwork) => decodeLatents(latents, network, this.#model.vae.config, beforeTile);
    const inFloat32 = () => this.#sessions.decoder(decoder.tiling, 'float32');
    return withFloat32Fallback(decode, decoder, this.#isHalf ? inFloat32 : null, warn);
  }
}
