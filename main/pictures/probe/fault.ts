/** What is wrong with a picture's file, in words that go on from "not a picture that can be read:". */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** What the headers of a picture say of its size, in pixels. */
export interface Sides {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the headers of one format as far as it takes to know the size, and that the pixels follow and end within the file.
 * @throws Fault where they contradict the format.
 * @throws RangeError where the file ends before (Buffer's own).
 */
export type ReadHeaders = (file: Buffer) => Sides;

/** The same sides. @throws Fault where one is 0. */
export function notEmpty({ width, height }: Sides): Sides {
  if (width > 0 && height > 0) return { width, height };
  throw new Fault(`its header says ${width}x${height} pixels`);
}
