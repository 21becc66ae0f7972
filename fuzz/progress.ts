/** How far a process has come: which of its jobs, and which input of that, in eight bytes that outlive it. */

/** Inputs of one target, by their numbers: [from, to). */
export interface Job {
  readonly target: string;
  readonly from: number;
  readonly to: number;
}

/** Of a process that has not begun. */
export const NOT_BEGUN = -(2 ** 31);

/** Bytes that say it. */
export function progressOf(job: number, number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(job, 0);
  bytes.writeInt32LE(number, 4);
  return bytes;
}

/** What such bytes say. */
export function positionIn(bytes: Buffer): { readonly job: number; readonly number: number } {
  return { job: bytes.readInt32LE(0), number: bytes.readInt32LE(4) };
}
