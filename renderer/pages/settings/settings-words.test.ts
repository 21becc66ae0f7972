import { expect, test } from 'vitest';
import { heldBy } from './settings-words.ts';

const DEVICES = [{ id: 'cpu', name: 'A processor', memoryBytes: 8e9, problem: null }];

test('an engine tells its memory and what it keeps warm, the latest first', () => {
  expect(heldBy({ device: 'cpu', residentBytes: 5.1e9, warm: ['first', 'last'] }, DEVICES)).toBe(
    'A processor: 5.1 GB, warm: last, first',
  );
  expect(heldBy({ device: 'cpu', residentBytes: 90e6, warm: [] }, DEVICES)).toBe('A processor: 90 MB, no model open');
  expect(heldBy({ device: 'webgpu', residentBytes: null, warm: [] }, DEVICES)).toBe('webgpu: at work');
});
