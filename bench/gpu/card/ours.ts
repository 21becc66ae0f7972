/**
 * Our engine as a contender: `node ours.js <settings>`, JSON of EngineSettings. The same protocol as peers/protocol.py: a line of
 * JSON in, a line of JSON out.
 */
import { createInterface } from 'node:readline';
import type { Request } from '../../sd15/contender.ts';
import { CardEngine, type EngineSettings } from './engine.ts';

const engine = new CardEngine(JSON.parse(process.argv[2]!) as EngineSettings);
const WORKS = {
  selfTest: () => engine.selfTest(),
  prepare: (of: never) => engine.prepare(of),
  full: (of: never) => engine.full(of),
  inherit: (of: never) => engine.inherit(of),
  period: (of: never) => engine.period(of),
  decode: () => engine.decode(),
  outputs: (of: never) => engine.outputs(of),
  kernels: () => engine.kernels(),
  generate: (of: never) => engine.generate(of),
} satisfies Record<string, (of: never) => Promise<object | void>>;

for await (const line of createInterface(process.stdin)) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Request))}\n`);
}

async function answer({ do: name, times = 1, ...of }: Request & { readonly times?: number }): Promise<object> {
  const work = WORKS[name as keyof typeof WORKS] as ((of: object) => Promise<object | void>) | undefined;
  const samples: number[] = [];
  try {
    if (!work) throw new Error(`our engine has no work "${name}"`);
    let added: object = {};
    for (let time = 0; time < times; time++) {
      const started = performance.now();
      added = (await work(of)) ?? {};
      samples.push((performance.now() - started) / 1000);
    }
    return { samples, ...added };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
