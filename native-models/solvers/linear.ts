type Numbers = Float32Array | Float16Array;

/** a1 x1 + a2 x2 + ...: what every solver step is made of. Sums in f64, stores f32. A term with factor 0 is not read. */
export function linear(...terms: readonly (readonly [factor: number, x: Numbers])[]): Float32Array {
  const used = terms.filter(([factor]) => factor !== 0);
  const sum = new Float32Array(terms[0]![1].length);
  for (let i = 0; i < sum.length; i++) {
    let total = 0;
    for (const [factor, x] of used) total += factor * x[i]!;
    sum[i] = total;
  }
  return sum;
}
