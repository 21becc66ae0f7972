import { describe, expect, test } from 'vitest';
import { createRoundedSession } from '../graph/rounded.fixture.ts';
import { assertAvailable, availableDevices, type DeviceOptions } from './device.ts';
import { SelfTest, selfTest } from './self-test.ts';

test('the CPU computes every operator as plain loops do, in float32', async () => {
  const { options, notes } = await selfTest('cpu');
  expect(options).toEqual({ precision: 'float32', spelledOut: [] });
  expect(notes).toEqual([]);
});

test('float16 on the CPU is refused, with the reason', async () => {
  await expect(selfTest('cpu', { precision: 'float16' })).rejects.toThrow('device cpu computes in float32');
});

test('a device this platform lacks is refused with those it has', () => {
  const missing = process.platform === 'darwin' ? 'cuda' : 'coreml';
  expect(availableDevices()).toContain('cpu');
  expect(() => assertAvailable(missing)).toThrow(/use one of: cpu/);
});

describe('a device, for which the CPU stands in', () => {
  interface Faults {
    /** By how much the results of a case are wrong; with NaN, a network that has it cannot be run. */
    readonly wrong?: (name: string, options: DeviceOptions) => number;
    /** Whether the CPU would have to compute something. */
    readonly strays?: (name: string, options: DeviceOptions) => boolean;
  }

  /** With results made wrong. */
  function device({ wrong = () => 1, strays = () => false }: Faults = {}): SelfTest {
    return new SelfTest('webgpu', async (graph, folder, _device, { probe, ...options } = {}) => {
      const names = graph.outputs.map(({ name }) => name);
      if (probe === 'device-only' && names.some((name) => strays(name, options))) throw new Error('fallback disabled');
      if (names.some((name) => Number.isNaN(wrong(name, options)))) throw new Error('no such kernel');
      const session = await createRoundedSession(graph, folder, 'cpu', { ...options, threads: 1 });
      const run: typeof session.run = async (feeds, fetch) => {
        const results = await session.run(feeds, fetch);
        return Object.fromEntries(names.map((name) => [name, results[name]!.map((x) => x * wrong(name, options))]));
      };
      return { ...session, run };
    });
  }

  test('float16 where nothing is wrong', async () => {
    expect(await device().report({})).toEqual({ options: { precision: 'float16', spelledOut: [] }, notes: [] });
    const { options } = await device().report({ precision: 'float32' });
    expect(options.precision).toBe('float32');
  });

  test('an operator that is wrong is spelled out, and no other', async () => {
    const wrong = (name: string, { spelledOut }: DeviceOptions) =>
      name === 'GELU' && !spelledOut!.includes('Gelu') ? 1.02 : 1;
    const { options, notes } = await device({ wrong }).report({});
    expect(options).toEqual({ precision: 'float16', spelledOut: ['Gelu'] });
    expect(notes).toEqual(['Spelled out in simpler operators, because its own are wrong: GELU (off by 2.0%).']);
  });

  test('one that cannot be run is found among those that can', async () => {
    const wrong = (name: string, { spelledOut }: DeviceOptions) =>
      name === 'causal attention' && !spelledOut!.includes('MultiHeadAttention') ? Number.NaN : 1;
    const { options, notes } = await device({ wrong }).report({});
    expect(options.spelledOut).toEqual(['MultiHeadAttention']);
    expect(notes.join()).toContain('causal attention (no such kernel)');
  });

  test('what has no plain form costs only the precision that it is wrong in', async () => {
    const wrong = (name: string, { precision }: DeviceOptions) =>
      name === 'convolution 3x3' && precision === 'float16' ? 0 : 1;
    const { options, notes } = await device({ wrong }).report({});
    expect(options.precision).toBe('float32');
    expect(notes).toEqual(['It computes in float32; in float16: convolution 3x3 (off by 1.0 times).']);
    await expect(device({ wrong }).report({ precision: 'float16' })).rejects.toThrow(
      'device webgpu cannot compute in float16: convolution 3x3 (off by 1.0 times); let it compute in float32',
    );
  });

  test('what is wrong in both makes it unusable, and the message names it', async () => {
    const wrong = (name: string) => (name === 'transposition' ? -1 : 1);
    await expect(device({ wrong }).report({})).rejects.toThrow(
      'device webgpu cannot compute in float32: transposition (off by 2.0 times); use --device cpu',
    );
  });

  test('what the processor computes in its place is told; float16 must not add to it', async () => {
    const everywhere = (name: string) => name === 'padding';
    expect((await device({ strays: everywhere }).report({})).notes).toEqual([
      'Computed by the processor in its place: padding.',
    ]);
    const inHalf = (name: string, { precision }: DeviceOptions) => name === 'sine' && precision === 'float16';
    const { options, notes } = await device({ strays: inHalf }).report({});
    expect(options.precision).toBe('float32');
    expect(notes).toEqual(['It computes in float32; in float16 the processor would compute sine.']);
  });
});
