import { expect, test } from 'vitest';
import { absentWeights } from '../checkpoint/weights.ts';
import { relativeError } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { GraphBuilder } from './builder.ts';
import { totalMacs } from './count.ts';
import { decomposeAttention } from './decompose-attention.ts';
import { attention } from './layers.ts';

function buildAttention(causal: boolean) {
  const b = new GraphBuilder('attention', absentWeights);
  const query = b.input('query', 'float32', [2, 5, 8]);
  const key = causal ? query : b.input('key', 'float32', [2, 7, 8]);
  b.output(
    b.named(
      'out',
      b.within('unit', () => attention(b, { query, key, value: key }, 4, { causal })),
    ),
  );
  return b.build();
}

test.each([false, true])('gives what the fused operator gives (causal: %s), at the same cost', async (causal) => {
  const fused = buildAttention(causal);
  const plain = decomposeAttention(fused);
  const wave = (length: number, step: number) => Float32Array.from({ length }, (_, i) => Math.sin(step * i));
  const feeds = { query: wave(2 * 5 * 8, 1.3), key: wave(2 * 7 * 8, 0.7) };
  const run = async (graph: typeof fused) => {
    const session = await createSession(graph, '', 'cpu');
    const outputs = await session.run(feeds);
    await session.dispose();
    return outputs['out']!;
  };
  expect(plain.nodes.map(({ op }) => op)).not.toContain('MultiHeadAttention');
  expect(relativeError(await run(plain), await run(fused))).toBeLessThan(1e-6);
  expect(totalMacs(plain)).toBe(totalMacs(fused));
});
