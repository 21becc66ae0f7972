/** Everything that is said between the program and the process that decodes pictures. Files and pixels travel as files. */
import type { Problem } from '../../base/problem.ts';

/** What can be had of a picture. Its transparent parts come out white (docs/adr/0021-transparent-parts.md). */
export type Operation =
  /** JSON of a {@link CarriedFile}: what it says of how it was made. Its pixels are not looked at. */
  | { readonly kind: 'carried' }
  /** No file: only whether it can be decoded, and its size. */
  | { readonly kind: 'look' }
  /** RGB, three bytes a pixel. */
  | { readonly kind: 'pixels' }
  /** The same, of a picture that is scaled to cover a size; what sticks out is cut evenly. */
  | { readonly kind: 'fitted'; readonly width: number; readonly height: number }
  /** An opaque PNG. */
  | { readonly kind: 'png' }
  /** A JPEG: `side` pixels at the longer side, or the picture's own size if less. */
  | { readonly kind: 'thumbnail'; readonly side: number };

export interface ToDecoder {
  readonly id: number;
  /** The picture's path. */
  readonly source: string;
  /** What messages call it. */
  readonly where: string;
  readonly operation: Operation;
  /** The path that what comes out is written to. */
  readonly into: string;
}

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type FromDecoder =
  | { readonly kind: 'ready' }
  /** Decoded: what is left is work of our own, which no file can draw out. */
  | { readonly kind: 'read'; readonly id: number }
  /** `size` of what came out; `from`: the picture's own. */
  | { readonly kind: 'done'; readonly id: number; readonly size: Size; readonly from: Size }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: Pick<Problem, 'kind' | 'message' | 'remedy'> };
