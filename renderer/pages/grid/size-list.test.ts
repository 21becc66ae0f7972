import { expect, test } from 'vitest';
import { sizesIn } from './size-list.ts';

test('sizes as they are written, each once', () => {
  expect(sizesIn('512x512, 768×512; 512*512', 8)).toEqual({
    values: [
      { width: 512, height: 512 },
      { width: 768, height: 512 },
    ],
    problem: null,
  });
  expect(sizesIn('100x64', 4).values).toEqual([{ width: 100, height: 64 }]);
});

test('what the model does not take is said, with what it takes near it', () => {
  expect(sizesIn('512x500', 8).problem).toBe('"512x500": 500 is no multiple of 8 up to 8192; 504 is near it');
  expect(sizesIn('9000x512', 8).problem).toContain('8192 is near it');
  expect(sizesIn('512', 8).problem).toBe('"512" is no size such as 512x512');
});
