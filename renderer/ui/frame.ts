/** The form of a picture, for the frame around it: nothing of a picture is cut, and nothing around it jumps when it comes. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Width over height. */
export function aspectOf({ width, height }: PictureSize): number {
  return width / height;
}

/** The style that gives `.framed` (styles/controls.css) a picture's form. */
export function frameStyle(size: PictureSize): string {
  return `--aspect: ${aspectOf(size)}`;
}
