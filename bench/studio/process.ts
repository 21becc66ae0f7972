import { totalmem } from 'node:os';
import { Engine } from '../../main/compute/engine.ts';
import { TaskEventLog } from '../../main/compute/events.ts';
import { enginesBy } from '../../main/compute/start-engine.ts';
import type { EngineConfig, EngineEvent } from '../../main/compute/messages.ts';
import { EMBEDDED_MODEL } from '../../main/base/places.ts';
import { forkProcess } from '../../main/processes/fork-process.ts';
import type { StepKind } from '../../native-models/vocabulary.ts';
import { median } from '../../native-models/median.ts';
import { withDataFolder } from './browser.ts';
import { type Row, row } from './row.ts';

const TALKATIVE = new URL('./talkative-engine.ts', import.meta.url);
/** Of a call of the embedded model. */
const REACH_PERCENT = 1;
const REPEATS = 5;

/** What it costs a denoiser call that the engine is a process of its own: its message, sent, received and kept. */
export async function processes(): Promise<Row[]> {
  return await withDataFolder(async (dataFolder) => {
    const config: EngineConfig = {
      device: 'cpu',
      threads: 0,
      memory: 'fast',
      dataFolder,
      memoryBudgetBytes: totalmem() / 2,
    };
    const talked = [];
    for (let time = 0; time < REPEATS; time += 1) talked.push(await listenTo(config));
    const sent = talked.map(({ sending }) => sending);
    const received = talked.map(({ receiving }) => receiving);
    const seconds = await secondsOfCalls(config);
    const callMs = median(seconds) * 1000;
    return [
      row(
        'a full denoiser call of the embedded model, both halves of the guidance',
        'ms',
        seconds.map((each) => each * 1000),
      ),
      row("a call's message, sent: processor time of the engine", 'ms', sent),
      row("a call's message, received and kept: processor time of the program", 'ms', received),
      row(
        'both, of a call',
        '%',
        talked.map(({ sending, receiving }) => (100 * (sending + receiving)) / callMs),
        REACH_PERCENT,
      ),
    ];
  });
}

/** @returns milliseconds of processor time that a message took at either end. */
async function listenTo(config: EngineConfig): Promise<{ sending: number; receiving: number }> {
  const log = new TaskEventLog();
  const reader = log.watch();
  const child = enginesBy(forkProcess, TALKATIVE)(config);
  let count = 0;
  let began = process.cpuUsage();
  const sending = await new Promise<number>((resolve) => {
    child.onMessage((message) => {
      if (message.kind === 'result') return resolve(message.output as never);
      if (message.kind !== 'event') return;
      if (count === 0) began = process.cpuUsage();
      count += 1;
      log.push(1, message.event);
      void reader.next();
    });
  });
  const { user, system } = process.cpuUsage(began);
  child.kill();
  await child.gone;
  return { sending, receiving: (user + system) / 1000 / count };
}

async function secondsOfCalls(config: EngineConfig): Promise<readonly number[]> {
  const engine = new Engine(config);
  const calls: { step: StepKind; seconds: number }[] = [];
  const on = (event: EngineEvent) => void (event.kind === 'call' && calls.push(event));
  try {
    const request = {
      prompt: 'a red fox',
      negativePrompt: '',
      seeds: [1],
      width: 64,
      height: 64,
      steps: 50,
      guidanceScale: 4,
      scheduler: 'ddim',
      strategy: null,
    } as const;
    await engine.request('generate', { model: EMBEDDED_MODEL, request, previews: false }, { on });
  } finally {
    await engine.dispose();
  }
  return calls.map(({ seconds }) => seconds);
}
