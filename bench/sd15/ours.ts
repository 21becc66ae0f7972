/**
 * Our engine as a contender: `node ours.ts <model folder> <data folder> <threads> <settings>`, the settings as JSON, such as
 * `{"memory": "small"}`. The same protocol as peers/protocol.py: a line of JSON in, a line of JSON out.
 */
import { createInterface } from 'node:readline';
import type { DeviceOptions } from '../../native-models/runtime/device.ts';
import type { Answer, Request } from './contender.ts';
import { OurEngine } from './our-engine.ts';

const [model, dataFolder, threads, settings] = process.argv.slice(2);
const engine = new OurEngine(model!, {
  dataFolder: dataFolder!,
  threads: Number(threads),
  ...(JSON.parse(settings!) as Pick<DeviceOptions, 'memory' | 'spelledOut'>),
});

for await (const line of createInterface(process.stdin)) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Request))}\n`);
}

async function answer(request: Request): Promise<Answer | { readonly error: string }> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  try {
    const own = await engine.work(request);
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: own ?? (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
