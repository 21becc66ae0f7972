import { NotFinite } from '../errors.ts';
import type { RgbImage } from '../image.ts';
import type { Session } from '../runtime/session.ts';
import { scaleFactorOf, type VaeConfig } from '../vae/config.ts';
import { DECODER_INPUT, DECODER_OUTPUT } from '../vae/decoder.ts';
import { ENCODER_INPUT, ENCODER_OUTPUT } from '../vae/encoder.ts';
import { fromPixels, toPixels } from '../vae/pixels.ts';
import { type Planes, sideOf, throughTiles, tileCount, type Tiling } from '../vae/tiles.ts';
import type { StagePart } from './generation.ts';
import type { TorchGenerator } from './noise.ts';

/** Log-variances are clamped to this range before use (diffusers DiagonalGaussianDistribution). */
const LOG_VARIANCE = { min: -30, max: 20 } as const;

const ENCODER = { input: ENCODER_INPUT, output: ENCODER_OUTPUT } as const;
const DECODER = { input: DECODER_INPUT, output: DECODER_OUTPUT } as const;

/** A half of the autoencoder, loaded for one tile, and the tiles: a single one where the whole is taken at once. */
export interface TiledNetwork {
  readonly session: Session;
  readonly tiling: Tiling;
}

/** Called before each tile, and waited for. */
export type BeforeTile = (part: StagePart) => Promise<void>;

/**
 * Latents of a picture: a sample of the autoencoder's posterior, drawn with `generator`, in the UNet's scale
 * (diffusers StableDiffusionImg2ImgPipeline.prepare_latents).
 * @throws NotFinite before anything is drawn.
 */
export async function encodeImage(
  image: RgbImage,
  network: TiledNetwork,
  config: VaeConfig,
  generator: TorchGenerator,
  beforeTile: BeforeTile,
): Promise<Float32Array> {
  const { width, height } = image;
  const whole = { data: fromPixels(image), channels: config.imageChannels, width, height };
  const scales = { scaleIn: scaleFactorOf(config), scaleOut: 1 };
  const { data: moments } = await throughNetwork(whole, network, scales, ENCODER, beforeTile);
  const half = moments.length / 2;
  const noise = generator.randn(half);
  return noise.map((eps, i) => {
    const logVariance = Math.min(LOG_VARIANCE.max, Math.max(LOG_VARIANCE.min, moments[half + i]!));
    return (moments[i]! + Math.exp(logVariance / 2) * eps) * config.scalingFactor;
  });
}

/** Latents of one picture, in the UNet's scale, to pixels. @throws NotFinite */
export async function decodeLatents(
  latents: Float32Array,
  network: TiledNetwork,
  config: VaeConfig,
  beforeTile: BeforeTile,
): Promise<RgbImage> {
  const { scalingFactor, latentChannels: channels } = config;
  const data = latents.map((x) => x / scalingFactor);
  const { across, down } = network.tiling;
  const whole = { data, channels, width: sideOf(across), height: sideOf(down) };
  const scales = { scaleIn: 1, scaleOut: scaleFactorOf(config) };
  const picture = await throughNetwork(whole, network, scales, DECODER, beforeTile);
  return toPixels(picture.data, picture.width, picture.height);
}

function throughNetwork(
  whole: Planes,
  { session, tiling }: TiledNetwork,
  scales: Parameters<typeof throughTiles>[2],
  { input, output }: typeof ENCODER | typeof DECODER,
  beforeTile: BeforeTile,
): Promise<Planes> {
  return throughTiles(whole, tiling, scales, async (tile, number) => {
    await beforeTile({ number: number + 1, of: tileCount(tiling) });
    return finite(session, (await session.run({ [input]: tile }))[output]!);
  });
}

function finite({ name }: Session, numbers: Float32Array): Float32Array {
  if (numbers.every(Number.isFinite)) return numbers;
  throw new NotFinite(
    `${name}: its numbers are not finite; are the weights damaged, or is the guidance scale too large?`,
  );
}
