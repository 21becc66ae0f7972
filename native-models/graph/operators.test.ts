import { expect, test } from 'vitest';
import { onnxruntimes } from '../runtime/onnxruntimes.fixture.ts';
import { unchecked } from './operators/one-node.fixture.ts';
import { operator } from './operators.ts';

test('onnxruntime says what it computes, whatever a model tells of it', async () => {
  const told = unchecked('Transpose', '2x3', {}, [7, 7]);
  expect(await onnxruntimes(told)).toEqual([{ type: 'float32', shape: [3, 2] }]);
});

test('an operator that has no row is refused by name, with its node', () => {
  expect(() => operator('Einsum', 'up1.0.attn scores')).toThrow(
    'up1.0.attn scores (Einsum): an operator that we do not know',
  );
});
