/** What a strength does to this run: fewer steps are made, the less of the picture is to change. */
export function strengthInWords(steps: number, made: number, calls: number): string {
  if (made === 0) return 'Leaves no step to make: take more steps, or a greater strength.';
  if (made === steps) return `All ${steps} steps are made: hardly anything of the picture is left.`;
  return `The picture is noised, and the last ${made} of ${steps} steps are made: ${calls} calls. Less stays closer to it.`;
}
