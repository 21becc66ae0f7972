import { RuntimeError, type Session } from '../runtime/session.ts';
import type { VaeConfig } from '../vae/config.ts';
import { DECODER_INPUT, DECODER_OUTPUT } from '../vae/decoder.ts';
import { ENCODER_INPUT, ENCODER_OUTPUT } from '../vae/encoder.ts';
import { fromPixels, toPixels } from '../vae/pixels.ts';
import type { RgbImage } from './generation.ts';
import type { TorchGenerator } from './noise.ts';

/** Log-variances are clamped to this range before use (diffusers DiagonalGaussianDistribution). */
const LOG_VARIANCE = { min: -30, max: 20 } as const;

/** A network's numbers are infinite, or none: float16 was not enough for them, or its weights or the latents are broken. */
export class NotFinite extends RuntimeError {}

/**
 * Latents of a picture: a sample of the autoencoder's posterior, drawn with `generator`, in the UNet's scale
 * (diffusers StableDiffusionImg2ImgPipeline.prepare_latents).
 * @throws NotFinite before anything is drawn.
 */
export async function encodeImage(
  image: RgbImage,
  encoder: Session,
  { scalingFactor, shiftFactor }: VaeConfig,
  generator: TorchGenerator,
): Promise<Float32Array> {
  const moments = (await encoder.run({ [ENCODER_INPUT]: fromPixels(image) }))[ENCODER_OUTPUT]!;
  requireFinite(encoder, moments);
  const half = moments.length / 2;
  const noise = generator.randn(half);
  return noise.map((eps, i) => {
    const logVariance = Math.min(LOG_VARIANCE.max, Math.max(LOG_VARIANCE.min, moments[half + i]!));
    return (moments[i]! + Math.exp(logVariance / 2) * eps - shiftFactor) * scalingFactor;
  });
}

/** Latents of one picture, in the UNet's scale, to pixels. @throws NotFinite */
export async function decodeLatents(
  latents: Float32Array,
  decoder: Session,
  { scalingFactor, shiftFactor }: VaeConfig,
): Promise<RgbImage> {
  const outputs = await decoder.run({ [DECODER_INPUT]: latents.map((x) => x / scalingFactor + shiftFactor) });
  const [, , height, width] = decoder.outputs[0]!.shape as [number, number, number, number];
  requireFinite(decoder, outputs[DECODER_OUTPUT]!);
  return toPixels(outputs[DECODER_OUTPUT]!, width, height);
}

function requireFinite({ name }: Session, numbers: Float32Array): void {
  if (numbers.every(Number.isFinite)) return;
  throw new NotFinite(
    `${name}: its numbers are not finite; are the weights damaged, or is the guidance scale too large?`,
  );
}
