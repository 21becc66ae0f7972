/** What a picture of another program's may come to before anybody decodes it. */
export const PICTURE_LIMITS = {
  /** Skia draws nothing on surfaces beyond. */
  side: 32_767,
  /**
   * 8192x8192, the most that a run makes (LIMITS.side). Decoded, and once more on a canvas, with 4 bytes a pixel, that is 537 MB;
   * with the file and what is made of it, under 1 GB.
   */
  pixels: 8192 * 8192,
  /** Half of the largest picture uncompressed. Of that size only noise in full colour takes more. */
  bytes: 128 * 1024 * 1024,
} as const;
