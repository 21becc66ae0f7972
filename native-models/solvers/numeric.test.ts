import { expect, test } from 'vitest';
import { linspaceF32 } from './numeric.ts';

test.each([
  // torch.linspace(0.2, 0.9, count).tolist()
  [1, [0.20000000298023224]],
  [2, [0.20000000298023224, 0.8999999761581421]],
  [4, [0.20000000298023224, 0.4333333373069763, 0.6666666269302368, 0.8999999761581421]],
])('%i numbers as torch has them', (count, expected) => {
  expect([...linspaceF32(0.2, 0.9, count)]).toEqual(expected);
});
