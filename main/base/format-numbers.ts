/** Numbers as people read them. */

/** `0.84 s`, `22.5 s`, `2 min 05 s`. */
export function seconds(value: number): string {
  if (value >= 120) return `${Math.floor(value / 60)} min ${String(Math.round(value % 60)).padStart(2, '0')} s`;
  return `${value.toFixed(value >= 10 ? 1 : 2)} s`;
}

/** A factor: `1.74×`. */
export function times(value: number): string {
  return `${value.toFixed(2)}×`;
}

/** In MB of 10^6 bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes >= 1e7 ? 0 : 1)} MB`;
}
