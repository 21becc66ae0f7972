import { totalmem } from 'node:os';

/** Bytes of the machine's memory, or of the container where that allows less. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
