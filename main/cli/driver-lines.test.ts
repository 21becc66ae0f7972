/** What a driver writes by itself is nobody's reading, and what we write arrives all the same. */
import { describe, expect, test } from 'vitest';
import { asksForDriver } from './driver-lines.ts';
import { heirloom, tiny } from './heirloom.fixture.ts';

describe.skipIf(process.platform === 'win32')('a device with a driver', () => {
  test.each([
    [['generate', '--device', 'webgpu'], true],
    [['generate', '--device=CUDA', '--steps', '3'], true],
    [['generate', '--device', 'cpu'], false],
    [['generate', '--device=CPU'], false],
    [['generate', '--device'], false],
    [['generate', '--device-precision', 'float16'], false],
    [['generate'], false],
  ])('%j: %s', (args, asks) => expect(asksForDriver(args)).toBe(asks));

  test('its lines are not among ours, unless somebody asks for all', async () => {
    const args = ['generate', '--prompt', 'a fox', ...tiny, '--steps', '2', '--device', 'webgpu'];
    const { code, stderr } = await heirloom(args);
    expect(stderr).not.toMatch(/dawn|\.cpp:\d+|\[[EW]:onnxruntime/i);
    // A machine that has such a device makes the picture.
    if (code !== 0) expect(stderr).toMatch(/^Error: device webgpu cannot be used here \(.*\); use --device cpu\n$/);
  });
});
