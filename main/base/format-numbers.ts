/** Numbers as people read them. */
export function seconds(value: number): string {
  if (value >= 120) return `${Math.floor(value / 60)} min ${String(Math.round(value % 60)).padStart(2, '0')} s`;
  return `${value.toFixed(value >= 10 ? 1 : 2)} s`;
}

export function times(value: number): string {
  return `${value.toFixed(2)}×`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes >= 1e7 ? 0 : 1)} MB`;
}
