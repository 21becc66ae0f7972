import { expect, test } from 'vitest';
import { wordsOf } from './error-words.ts';

test.each([
  ['Invalid rank for input: x', 'Invalid rank for input: x'],
  [
    '/onnxruntime_src/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::Allocate(size_t, bool) Failed to allocate memory',
    'Failed to allocate memory',
  ],
  [
    "Non-zero status code. Name:'a/Add#1' Status Message: /src/core/broadcaster.h:560 Merge(long, long) axis == 1 was false. 3 by 4",
    "Non-zero status code. Name:'a/Add#1' Status Message: axis == 1 was false. 3 by 4",
  ],
  ['onnxruntime::Foo(int) x > 0 was false. Sizes differ', 'Sizes differ'],
  ['first\n/a/b.cc:1 f(int) second', 'first\nsecond'],
])('source locations and conditions go, words stay: %j', (message, words) => {
  expect(wordsOf(new Error(message))).toBe(words);
});
