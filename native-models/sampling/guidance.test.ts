import { expect, it } from 'vitest';
import { twice } from './guidance.ts';
import { guide } from './guide.ts';

const [uncond, cond] = [
  [1, -2],
  [3, 5],
];
const output = Float32Array.of(...uncond!, ...cond!);

it('guidance goes from the unconditional output past the conditional one', () => {
  expect([...guide(output, 7.5)]).toEqual([1 + 7.5 * 2, -2 + 7.5 * 7]);
});
it('guidance of 1 is the conditional output', () => expect([...guide(output, 1)]).toEqual(cond));
it('guidance of 0 is the unconditional output', () => expect([...guide(output, 0)]).toEqual(uncond));
it('an output without two halves is refused', () => expect(() => guide(new Float32Array(3), 2)).toThrow('two halves'));
it('both halves see the same input', () => expect([...twice(Float32Array.of(1, 2))]).toEqual([1, 2, 1, 2]));
