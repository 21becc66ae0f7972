import { expect, test } from 'vitest';
import { assertAvailable, availableDevices } from './device.ts';
import { selfTest } from './self-test.ts';

test('the CPU computes convolution, group norm and attention as plain loops do', async () => {
  await expect(selfTest('cpu')).resolves.toEqual({ attention: 'fused' });
});

test('a device this platform lacks is refused with those it has', () => {
  const missing = process.platform === 'darwin' ? 'cuda' : 'coreml';
  expect(availableDevices()).toContain('cpu');
  expect(() => assertAvailable(missing)).toThrow(/use one of: cpu/);
});
