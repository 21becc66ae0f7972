import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../reference/temporary-folder.ts';

/** Debian's Chromium brings a Vulkan driver in software, and the library that loads it. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
/** In software every call is some thousand small programs. */
const LONG_MS = 300_000;
/** Between f32 on the CPU and f32 through a shader. */
const TOLERANCE = 1e-3;

const environment = { ...process.env, VK_ICD_FILENAMES: DRIVER, LD_LIBRARY_PATH: dirname(DRIVER) };
const fixture = fileURLToPath(new URL('webgpu.fixture.ts', import.meta.url));

test.skipIf(!existsSync(join(dirname(DRIVER), 'libvulkan.so.1')))(
  'WebGPU, in software: full and inherit steps of one session agree with the CPU, and features stay on the device',
  async () => {
    const args = [fixture, '--preset', 'CO6', '--data', await temporaryFolder()];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: environment });
    const { errors, inherited, stays, precision, notes } = JSON.parse(stdout.trim().split('\n').at(-1)!);
    expect(stays).toBe(true);
    // SwiftShader has no 16-bit arithmetic: left to choose, the device computes in float32, and says why.
    expect(precision).toBe('float32');
    expect(notes[0]).toContain('the device has no float16');
    expect(errors).toHaveLength(3);
    for (const error of errors) expect(error).toBeLessThan(TOLERANCE);
    // Otherwise the test could not tell an inherit step from a full one.
    expect(inherited).toBeGreaterThan(10 * TOLERANCE);
  },
  LONG_MS,
);
