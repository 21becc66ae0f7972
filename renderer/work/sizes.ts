/** Sizes of pictures as they are chosen: by their shape, with sides that belong together, and what becomes of unusual ones. Pixels. */
import { LIMITS } from '../../native-models/vocabulary.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the model does not say: every Stable Diffusion's. */
export const LATENT = 8;

/** Shapes as photographers and screens have them, wide and tall. */
export const ASPECTS = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Of that shape, with as many pixels as the model's own size, as near as sides that are multiples of `unit` come. */
export function sizeOfAspect(aspect: Aspect, own: Size, unit: number): Size {
  const [across, down] = aspect.split(':').map(Number) as [number, number];
  const area = own.width * own.height;
  return {
    width: sideNear(Math.sqrt((area * across) / down), unit),
    height: sideNear(Math.sqrt((area * down) / across), unit),
  };
}

/**
 * One side as it was set; the other by the shape that is kept, or as it was.
 * @param shape the size at which it was locked, so that it does not drift with what is rounded; null: none is kept. A size that
 *   came from elsewhere since then has a shape of its own.
 */
export function withSide(size: Size, side: keyof Size, pixels: number, shape: Size | null, unit: number): Size {
  const other = side === 'width' ? 'height' : 'width';
  const follow = (of: Size, to: number) => sideNear((to * of[other]) / of[side], unit);
  if (!shape) return { ...size, [side]: pixels };
  const kept = follow(shape, size[side]) === size[other] ? shape : size;
  return { ...size, [side]: pixels, [other]: follow(kept, pixels) };
}

export function swapped({ width, height }: Size): Size {
  return { width: height, height: width };
}

export function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** The nearest multiple that is allowed. */
export function sideNear(pixels: number, unit: number): number {
  const most = Math.floor(LIMITS.side.max / unit);
  return Math.min(most, Math.max(1, Math.round(pixels / unit))) * unit;
}

/** Times the model's own: beyond, a picture is composed as if it were several. SD 1.5 holds 512x768 together, and doubles at 768x768. */
const LONG_SIDE = 1.6;
const LARGE_AREA = 1.8;
/** Below, a UNet has seen nothing like it: half of the pixels that it learned from. */
const SMALL_AREA = 0.5;

/** What happens far from the size that a model learned from, in a sentence; null where nothing does. */
export function strangeSize({ width, height }: Size, own: Size): string | null {
  const learned = `${own.width}x${own.height}`;
  const area = (width * height) / (own.width * own.height);
  if (Math.max(width, height) > LONG_SIDE * Math.max(own.width, own.height) || area > LARGE_AREA) {
    return `The model learned from ${learned}: at this size it tends to draw what you ask for several times over.`;
  }
  return area < SMALL_AREA
    ? `The model learned from ${learned}: at this size pictures come out coarse, or cut off.`
    : null;
}
