import { z } from 'zod';

/** Pixels of the longer side: `?size=` in a picture's address. Few, for each is a file in the cache. */
export const THUMBNAIL_SIZES = [128, 256, 512] as const;
export type ThumbnailSize = (typeof THUMBNAIL_SIZES)[number];

const size = z.coerce.number().pipe(z.literal(THUMBNAIL_SIZES));

/** The size that a picture's address asks for; null: the picture itself, undefined: a size that there is not. */
export function thumbnailSizeIn(params: URLSearchParams): ThumbnailSize | null | undefined {
  return params.has('size') ? size.safeParse(params.get('size')).data : null;
}
