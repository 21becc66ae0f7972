import { expect, test } from 'vitest';
import { memoryBytes } from './memory.ts';

test('memory that is held counts, and not twice', () => {
  const before = memoryBytes();
  const held = Buffer.alloc(64 * 1024 * 1024, 1);
  const grown = memoryBytes() - before;
  expect(held[held.length - 1]).toBe(1);
  expect(grown / held.length).toBeGreaterThan(0.9);
  expect(grown / held.length).toBeLessThan(1.5);
});
