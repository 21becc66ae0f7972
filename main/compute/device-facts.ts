import type { DeviceId, PrecisionChoice } from '../../native-models/vocabulary.ts';
import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { type DeviceReport, selfTest } from '../../native-models/runtime/self-test.ts';
import type { Device } from '../../preload/contract/model.ts';
import { DEVICE_NAMES } from './device-names.ts';
import { deviceProblem } from './device-problem.ts';
import { problemOf } from './errors.ts';
import { memoryLimit } from './memory-budget.ts';

type Facts = Pick<Device, 'name' | 'memoryBytes'>;

/** Tries a device in this process, which a driver may end. Wrong numbers or no such device: its `problem`. */
export async function testDevice(id: DeviceId, choice: PrecisionChoice): Promise<Device> {
  const facts = await FACTS[id]();
  const found = await selfTest(id, { precision: choice }).then(
    ({ options: { precision }, notes }: DeviceReport) => ({ precision, notes: [...notes], problem: null }),
    (error: unknown) => ({ precision: null, notes: [], problem: deviceProblem(problemOf(error).message) }),
  );
  return { id, ...facts, ...found };
}

/** What the platform tells of a device without being asked twice; null where it does not. */
const FACTS: Readonly<Record<DeviceId, () => Facts | Promise<Facts>>> = {
  cpu: () => {
    const model = cpus()[0]?.model.trim();
    return { name: model && model !== 'unknown' ? model : DEVICE_NAMES.cpu, memoryBytes: memoryLimit() };
  },
  cuda: nvidiaFacts,
  webgpu: () => ({ name: DEVICE_NAMES.webgpu, memoryBytes: null }),
  dml: () => ({ name: DEVICE_NAMES.dml, memoryBytes: null }),
  coreml: () => ({ name: DEVICE_NAMES.coreml, memoryBytes: totalmem() }),
};

async function nvidiaFacts(): Promise<Facts> {
  try {
    const query = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 5000 });
    const [name, mebibytes] = stdout.split('\n')[0]!.split(', ');
    return { name: name!, memoryBytes: Number(mebibytes) * 2 ** 20 || null };
  } catch {
    return { name: DEVICE_NAMES.cuda, memoryBytes: null }; // the tool comes with the driver, but need not be there
  }
}
