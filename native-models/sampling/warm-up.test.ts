import { expect, onTestFinished, test, vi } from 'vitest';
import { recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { absentWeights } from '../graph/weights.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { createSession } from '../runtime/session.ts';
import type { GenerationEvent, GenerationRequest } from './generation.ts';
import { openPipeline } from './pipeline.ts';
import { warmUp } from './warm-up.ts';

const REQUEST: GenerationRequest = {
  prompt: 'a castle',
  negativePrompt: '',
  seeds: [1],
  width: 64,
  height: 64,
  steps: 3,
  guidanceScale: 1,
  scheduler: 'ddim',
  strategy: null,
};

async function openTiny() {
  const dataFolder = await temporaryFolder();
  const pipeline = await openPipeline(recordingPath('sd1/model'), { dataFolder, device: 'cpu', threads: 1 });
  onTestFinished(() => pipeline.dispose());
  return pipeline;
}

test('networks that were just loaded are warmed up before the clock starts, those that have run are not', async () => {
  const pipeline = await openTiny();
  const stages = async (request: GenerationRequest) => {
    const told: string[] = [];
    await pipeline.generate(request, (event) => void (event.kind === 'stage' && told.push(event.stage)));
    return told;
  };
  expect(await stages(REQUEST)).toEqual(['load', 'warm-up', 'encode-prompt', 'denoise', 'decode']);
  expect(await stages(REQUEST)).toEqual(['load', 'encode-prompt', 'denoise', 'decode']);
  expect(await stages({ ...REQUEST, width: 128 })).toContain('warm-up');
});

test('warming up stops when it is no longer wanted', async () => {
  const b = new GraphBuilder('identity', absentWeights);
  b.output(b.named('y', b.input('x', 'float32', [1])));
  const session = await createSession(b.build(), '', 'cpu');
  onTestFinished(() => session.dispose());
  await expect(warmUp([session], () => {}, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  expect(session.cold).toBe(true);
});

test('what is done with previews and events is no part of the seconds', async () => {
  const pipeline = await openTiny();
  await pipeline.generate(REQUEST);
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  // Time only passes where a watcher takes it: a minute for every event.
  const slow = (_event: GenerationEvent) => void vi.advanceTimersByTime(60_000);
  const result = await pipeline.generate(REQUEST, slow);
  expect(result.timings.map(({ seconds }) => seconds)).toEqual([0, 0, 0]);
  expect(result.seconds).toBe(0);
});
