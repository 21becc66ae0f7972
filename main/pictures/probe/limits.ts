/** What a picture of another program's may come to before anybody decodes it. */
export const PICTURE_LIMITS = {
  /** Skia draws nothing on surfaces beyond. */
  side: 32_767,
  /**
   * 8192x8192, the most that a run makes (LIMITS.side). Decoded, with 4 bytes a pixel, that is 268 MB, and 0.4 to 0.6 GB with the
   * file and the process around it; drawn on a canvas and encoded anew, 1.1 GB.
   */
  pixels: 8192 * 8192,
  /** Half of the largest picture uncompressed. Of that size only noise in full colour takes more. */
  bytes: 128 * 1024 * 1024,
} as const;
