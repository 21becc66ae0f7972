import { expect, test } from 'vitest';
import { millisecondsByScope } from './profile.ts';

const node = (name: string, dur: number, cat = 'Node') => ({ cat, name, dur });

test('kernels are added up by scope in each run; the quickest run counts', () => {
  const run = (ms: number) => [
    node('dn0.0.res/Conv#3_kernel_time', ms * 600),
    node('dn0.0.res/Add#4_kernel_time', ms * 400),
    node('up3.1.attn/Gemm#9_kernel_time', ms * 2000),
  ];
  const events = [...run(50), ...run(1), ...run(3), ...run(2), node('model_run', 9e6, 'Session')];
  expect(Object.fromEntries(millisecondsByScope(events))).toEqual({ 'dn0.0.res': 1, 'up3.1.attn': 2 });
});

test('nodes that onnxruntime put in belong to nobody', () => {
  expect(millisecondsByScope([node('Transpose_token_3_kernel_time', 5)]).size).toBe(0);
});
