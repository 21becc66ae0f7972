import type { TensorTable } from './safetensors.ts';

/** Rows of the token tables of CLIP ViT-L, OpenCLIP ViT-H and ViT-bigG. */
const WIDTHS: ReadonlySet<number> = new Set([768, 1024, 1280]);
/** An embedding has a few tokens at most, and a file a few embeddings. */
const MOST_TENSORS = 8;
const MOST_TOKENS = 77;

/**
 * Whether a file has nothing but rows for a token table, which diffusers names as the tokens are called (`<my-fox>`) and SDXL's
 * after the text encoders (`clip_l`).
 */
export function isTextualInversion(tensors: TensorTable): boolean {
  if (tensors.size === 0 || tensors.size > MOST_TENSORS) return false;
  return [...tensors].every(([name, { shape }]) => {
    const [width = 0, rows = 1, ...more] = shape.toReversed();
    const isRows = more.length === 0 && shape.length > 0 && rows <= MOST_TOKENS;
    return isRows && (WIDTHS.has(width) || /^<.+>$/.test(name)) && !/\.(weight|bias)$/.test(name);
  });
}
