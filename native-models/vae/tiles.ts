/**
 * A picture in overlapping tiles, which are blended where they meet: the autoencoder then takes the memory of a tile, whatever
 * the picture's size. Blending is that of diffusers' AutoencoderKL.tiled_decode. Where the tiles lie is our own choice: there
 * the last one is what is left, which may be a strip; here all have one size, so that one session does and each sees as much.
 */

/** Numbers by channel, row and column: latents, or a picture. */
export interface Planes {
  readonly data: Float32Array;
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

/** How a side is covered: tiles of one length, from the first to the last number of it. */
export interface Cover {
  readonly length: number;
  readonly starts: readonly number[];
}

/** In latents, however large the picture: both the encoder and the decoder map tiles of pixels and latents onto each other. */
export interface Tiling {
  readonly across: Cover;
  readonly down: Cover;
}

export interface TileSize {
  /** Longest side of a tile. */
  readonly most: number;
  /** Shortest stretch that neighbours share. */
  readonly overlap: number;
}

/** In latents: 512 pixels of Stable Diffusion's autoencoder, a quarter of them shared, as diffusers has it. */
export const TILE: TileSize = { most: 64, overlap: 16 };

/** No tiles: one is all of it. */
export const WHOLE: TileSize = { most: Number.POSITIVE_INFINITY, overlap: 0 };

export function tilingOf(width: number, height: number, size: TileSize): Tiling {
  return { across: cover(width, size), down: cover(height, size) };
}

/** What a cover is of. */
export function sideOf({ length, starts }: Cover): number {
  return starts.at(-1)! + length;
}

export function tileCount({ across, down }: Tiling): number {
  return across.starts.length * down.starts.length;
}

/** The fewest tiles, and of these the shortest: they share no more than they have to. */
export function cover(side: number, { most, overlap }: TileSize): Cover {
  if (side <= most) return { length: side, starts: [0] };
  const count = Math.ceil((side - overlap) / (most - overlap));
  const length = Math.ceil((side + (count - 1) * overlap) / count);
  const starts = Array.from({ length: count }, (_, i) => Math.round((i * (side - length)) / (count - 1)));
  return { length, starts };
}

/**
 * Takes `whole` through `run` tile by tile.
 * @param scaleIn numbers of `whole`, @param scaleOut numbers of the result, along one side of a latent.
 * @param run one tile's planes, (channels, height, width), to those of the result.
 */
export async function throughTiles(
  whole: Planes,
  { across, down }: Tiling,
  { scaleIn, scaleOut }: { readonly scaleIn: number; readonly scaleOut: number },
  run: (tile: Float32Array, number: number) => Promise<Float32Array>,
): Promise<Planes> {
  const width = (whole.width / scaleIn) * scaleOut;
  const height = (whole.height / scaleIn) * scaleOut;
  const columns = across.starts.map((_, i) => ramp(across, i, scaleOut));
  const rows = down.starts.map((_, i) => ramp(down, i, scaleOut));
  let result: Planes | null = null;
  let number = 0;
  for (const [row, top] of down.starts.entries()) {
    for (const [column, left] of across.starts.entries()) {
      const place = { left: left * scaleIn, top: top * scaleIn };
      const extent = { width: across.length * scaleIn, height: down.length * scaleIn };
      const tile = await run(cut(whole, place, extent), number++);
      const channels = tile.length / (columns[column]!.length * rows[row]!.length);
      result ??= { data: new Float32Array(channels * width * height), channels, width, height };
      addTo(result, tile, { left: left * scaleOut, top: top * scaleOut }, columns[column]!, rows[row]!);
    }
  }
  return result!;
}

interface Place {
  readonly left: number;
  readonly top: number;
}

function cut(whole: Planes, { left, top }: Place, { width, height }: { width: number; height: number }): Float32Array {
  const tile = new Float32Array(whole.channels * width * height);
  for (let channel = 0; channel < whole.channels; channel++) {
    for (let row = 0; row < height; row++) {
      const from = (channel * whole.height + top + row) * whole.width + left;
      tile.set(whole.data.subarray(from, from + width), (channel * height + row) * width);
    }
  }
  return tile;
}

/**
 * How much each number along a side of tile `index` counts: it takes over from the tile before it in equal steps, and hands over
 * to the one after it likewise, so that what lies at one place counts 1 together.
 */
function ramp({ length, starts }: Cover, index: number, scale: number): Float32Array {
  const shared = (i: number) => (starts[i - 1]! + length - starts[i]!) * scale;
  const weights = new Float32Array(length * scale).fill(1);
  if (index > 0) for (let i = 0, n = shared(index); i < n; i++) weights[i]! *= i / n;
  if (index + 1 < starts.length) {
    for (let i = 0, n = shared(index + 1); i < n; i++) weights[weights.length - n + i]! *= 1 - i / n;
  }
  return weights;
}

function addTo(sum: Planes, tile: Float32Array, { left, top }: Place, across: Float32Array, down: Float32Array): void {
  for (let channel = 0; channel < sum.channels; channel++) {
    for (const [row, weight] of down.entries()) {
      const from = (channel * down.length + row) * across.length;
      const to = (channel * sum.height + top + row) * sum.width + left;
      for (let i = 0; i < across.length; i++) sum.data[to + i]! += weight * across[i]! * tile[from + i]!;
    }
  }
}
