/** How much memory there is, and how much of it warm models may take. */
import { totalmem } from 'node:os';

/** Models stay warm in half of the memory; the rest is for what they compute, and for the person's other programs. */
const WARM_SHARE = 0.5;

/** Bytes of the machine's memory, or of the container where that allows less. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** Bytes that an engine's process may grow to while it keeps models warm, where a person has set nothing. */
export function defaultBudget(): number {
  return Math.floor(memoryLimit() * WARM_SHARE);
}
