import { expect, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { Devices } from './devices.ts';
import { forkEngine, type StartEngine } from './start-engine.ts';

async function devices(start: StartEngine = forkEngine, timeoutMs = 60_000): Promise<Devices> {
  return new Devices(
    { start, threads: 1, memory: 'fast', dataFolder: await temporaryFolder(), memoryBudgetBytes: 2 ** 30 },
    () => 'auto',
    timeoutMs,
  );
}

test('the CPU has a name and memory, and passes its self-test', async () => {
  const cpu = (await (await devices()).list()).find(({ id }) => id === 'cpu')!;
  expect(cpu.problem).toBeNull();
  expect([cpu.precision, cpu.notes]).toEqual(['float32', []]);
  expect(cpu.name).not.toBe('');
  expect(cpu.memoryBytes).toBeGreaterThan(1e8);
});

test('what cannot be used is listed with its problem', async () => {
  const others = (await (await devices()).list()).filter(({ id }) => id !== 'cpu');
  for (const { problem } of others) expect(problem).not.toContain('--device');
});

test('what a device computes in: the processor in float32, which nobody has to ask; so one that is not there', async () => {
  const found = await devices(() => expect.fail('an engine was started'));
  expect(await found.precisionOf('cpu')).toBe('float32');
  expect(await (await devices()).precisionOf('no such device')).toBe('float32');
});

test('devices are tried once', async () => {
  let processes = 0;
  const found = await devices((config) => {
    processes += 1;
    return forkEngine(config);
  });
  const list = await found.list();
  const tried = processes;
  expect(await found.list()).toBe(list);
  expect(processes).toBe(tried);
});

test('a device whose driver crashes the process, or hangs it, is listed with what happened', async () => {
  const failing = (signal: NodeJS.Signals) => (config: Parameters<StartEngine>[0]) => {
    const child = forkEngine(config);
    const post = (message: Parameters<typeof child.post>[0]) => {
      if (message.kind === 'test-device') process.kill(child.pid!, signal);
      child.post(message);
    };
    return { ...child, post };
  };
  const crashed = await (await devices(failing('SIGSEGV'))).list();
  expect(crashed.map(({ problem }) => problem)).toContain('The engine on cpu stopped unexpectedly (signal SIGSEGV)');
  const hung = await (await devices(failing('SIGSTOP'), 2000)).list();
  expect(hung[0]!.problem).toBe('its self-test did not end within 2 s: the driver hangs');
});
