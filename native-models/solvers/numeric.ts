/** The few numpy and torch functions that schedules are made of, to their rounding. */

/** np.round: halves go to the even neighbour. */
export function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** np.linspace: `count` numbers from start to stop inclusive; one alone is the start. */
export function linspace(start: number, stop: number, count: number): number[] {
  const step = (stop - start) / Math.max(count - 1, 1);
  return Array.from({ length: count }, (_, i) => (i > 0 && i === count - 1 ? stop : i * step + start));
}

/** torch.linspace in f32: its second half counts back from the end; one alone is the start. */
export function linspaceF32(start: number, stop: number, count: number): Float32Array {
  if (count === 1) return Float32Array.of(start);
  const f32 = Math.fround;
  const step = f32(f32(f32(stop) - f32(start)) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < Math.floor(count / 2) ? f32(start) + f32(step * i) : f32(stop) - f32(step * (count - 1 - i)),
  );
}

/** np.interp over a table given at 0, 1, 2, ...: clamped at both ends. */
export function interpolate(table: Float32Array, at: number): number {
  if (at <= 0) return table[0]!;
  if (at >= table.length - 1) return table.at(-1)!;
  const low = Math.floor(at);
  return table[low]! + (table[low + 1]! - table[low]!) * (at - low);
}
