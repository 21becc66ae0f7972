/** Weights as 8-bit integers. */

/** Symmetric, so that zero stays zero and products need no correction; -128 is left out. */
const LARGEST = 127;

export interface QuantisedRows {
  readonly integers: Int8Array;
  /** One for each row: row * scale is what the weights were, to half a scale. */
  readonly scales: Float32Array;
}

/** Each of `rows` rows (one output's weights) by the scale that its largest weight asks for. */
export function quantiseRows(weights: Float32Array, rows: number): QuantisedRows {
  const columns = weights.length / rows;
  const integers = new Int8Array(weights.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [start, end] = [row * columns, (row + 1) * columns];
    let largest = 0;
    for (let i = start; i < end; i++) largest = Math.max(largest, Math.abs(weights[i]!));
    // A row of zeros has zeros by any scale; 1 can be divided by.
    const scale = Math.fround(largest / LARGEST) || 1;
    scales[row] = scale;
    for (let i = start; i < end; i++) integers[i] = Math.round(weights[i]! / scale);
  }
  return { integers, scales };
}

/** (rows, columns) -> (columns, rows). */
export function transposed(integers: Int8Array, rows: number): Int8Array {
  const columns = integers.length / rows;
  const result = new Int8Array(integers.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = integers[row * columns + column]!;
  }
  return result;
}
