import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { recordedJson, recordedTensors } from '../../native-models/reference/recording.ts';
import { type RecordedRecipe, requestOf } from '../../native-models/reference/recipe.ts';
import type { EngineTuning } from './engine.ts';
import { EngineDied, EngineFailure } from './errors.ts';
import { forkProcess } from '../processes/fork-process.ts';
import { enginesBy } from './start-engine.ts';
import type { EngineEvent } from './messages.ts';
import { isAlive, testEngine, TINY_MODEL, tinyRequest } from './engine.fixture.ts';

const LONG = 500;
const generate = (changes = {}) => ({ model: TINY_MODEL, request: tinyRequest(changes), previews: false });

test("a picture made in the engine's process is the one diffusers recorded", async () => {
  const engine = await testEngine();
  const recorded = recordedJson<RecordedRecipe>('sd1/text-to-image.json');
  const request = requestOf(recorded, 'pndm');
  const { images, timings, model } = await engine.request('generate', { model: TINY_MODEL, request, previews: false });
  const truth = recordedTensors('sd1/text-to-image.safetensors')<Uint8Array>('image_u8').data;
  expect(Math.max(...images[0]!.pixels.map((value, i) => Math.abs(value - truth[i]!)))).toBeLessThanOrEqual(2);
  expect(timings).toHaveLength(recorded.steps + 1);
  expect(model).toMatchObject({ name: 'model', path: TINY_MODEL });
});

test('tells stages and every call on the way', async () => {
  const engine = await testEngine();
  const events: EngineEvent[] = [];
  await engine.request('generate', generate(), { on: (event) => events.push(event) });
  const stages = events.flatMap((event) => (event.kind === 'stage' ? [event.stage] : []));
  expect(stages).toEqual(['load', 'warm-up', 'encode-prompt', 'denoise', 'decode']);
  const calls = events.filter((event) => event.kind === 'call');
  expect(calls.map(({ call, calls, step }) => [call, calls, step])).toEqual(
    [0, 1, 2, 3, 4].map((call) => [call, 5, 'full']),
  );
  expect(events.filter(({ kind }) => kind === 'preview')).toEqual([]);
});

test('previews are small PNGs, where they are wanted', async () => {
  const engine = await testEngine();
  const previews: string[] = [];
  const on = (event: EngineEvent) => void (event.kind === 'preview' && previews.push(event.dataUrl));
  await engine.request('generate', { ...generate(), previews: true }, { on });
  expect(previews.length).toBeGreaterThan(0);
  expect(previews[0]).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
});

test('cancelling stops between two calls and keeps the process', async () => {
  const engine = await testEngine();
  await engine.request('open', { model: TINY_MODEL });
  const { pid } = engine;
  const abort = new AbortController();
  const on = (event: EngineEvent) =>
    void (event.kind === 'call' && event.call === 3 && abort.abort(new Error('enough')));
  const cancelled = engine.request('generate', generate({ steps: LONG }), { on, signal: abort.signal });
  await expect(cancelled).rejects.toThrow('enough');
  await engine.request('generate', generate());
  expect(engine.pid).toBe(pid);
});

test('a request cancelled before its turn is never begun', async () => {
  // The request before it may take longer than the grace on a machine that is busy.
  const engine = await testEngine({ graceMs: 60_000 });
  const abort = new AbortController();
  const first = engine.request('generate', generate({ steps: 20 }));
  const events: EngineEvent[] = [];
  const second = engine.request('generate', generate(), { on: (event) => events.push(event), signal: abort.signal });
  abort.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  await first;
  expect(events).toEqual([]);
});

test('an engine that does not heed a cancellation is killed, and the next request gets another', async () => {
  const engine = await testEngine({ graceMs: 200 });
  await engine.request('open', { model: TINY_MODEL });
  const pid = engine.pid!;
  const abort = new AbortController();
  const stuck = engine.request('generate', generate({ steps: LONG }), { signal: abort.signal });
  process.kill(pid, 'SIGSTOP');
  abort.abort(new Error('enough'));
  await expect(stuck).rejects.toThrow('enough');
  expect(isAlive(pid)).toBe(false);
  await engine.request('generate', generate());
  expect(engine.pid).not.toBe(pid);
});

test('killed at work, it says so; the next request gets another process', async () => {
  const engine = await testEngine();
  const on = (event: EngineEvent) => void (event.kind === 'call' && process.kill(engine.pid!, 'SIGKILL'));
  const died = await engine.request('generate', generate({ steps: LONG }), { on }).catch((error: unknown) => error);
  expect(died).toBeInstanceOf(EngineDied);
  expect(died).toMatchObject({
    message: 'The engine on cpu stopped unexpectedly (signal SIGKILL)',
    problem: { advice: expect.stringContaining('memory') },
  });
  const { images } = await engine.request('generate', generate());
  expect(images).toHaveLength(1);
});

test('its end settles all that it was asked', async () => {
  const engine = await testEngine();
  const asked = [generate({ steps: LONG }), generate(), generate()].map((input) => engine.request('generate', input));
  process.kill(engine.pid!, 'SIGKILL');
  const settled = await Promise.allSettled(asked);
  expect(settled.map((one) => one.status === 'rejected' && one.reason instanceof EngineDied)).toEqual([
    true,
    true,
    true,
  ]);
});

test('an engine that cannot start gives its last words', async () => {
  const missing = new URL('no-such-module.ts', import.meta.url);
  const engine = await testEngine({ start: enginesBy(forkProcess, missing) });
  await expect(engine.request('ping', null)).rejects.toThrow(/exit code 1\): .*Cannot find module.*no-such-module/s);
});

test('a model that cannot be opened is refused in words, and the engine lives on', async () => {
  const engine = await testEngine();
  const model = `${TINY_MODEL}/unet`;
  const refused = await engine.request('open', { model }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(EngineFailure);
  expect((refused as EngineFailure).message).toContain('model_index.json');
  await expect(engine.request('open', { model: TINY_MODEL })).resolves.toMatchObject({ name: 'model' });
});

test('answers a ping while it makes a picture, and names the models it keeps warm', async () => {
  const engine = await testEngine();
  const abort = new AbortController();
  const started = Promise.withResolvers<void>();
  const on = ({ kind }: EngineEvent) => void (kind === 'call' && started.resolve());
  const picture = engine.request('generate', generate({ steps: LONG }), { on, signal: abort.signal });
  await started.promise;
  const health = await engine.request('ping', null);
  expect(health.warm).toEqual([TINY_MODEL]);
  expect(health.residentBytes).toBeGreaterThan(1e7);
  abort.abort(new Error('enough'));
  await expect(picture).rejects.toThrow('enough');
});

test('a calibration run gives the change of every unit from call to call', async () => {
  const engine = await testEngine();
  const { calls, units } = await engine.request('calibrate', { model: TINY_MODEL, request: tinyRequest() });
  expect(calls).toBe(5);
  expect(units.every(({ change }) => change.length === 4)).toBe(true);
});

test('disposed, its process is gone and what it was asked is settled', async () => {
  const engine = await testEngine();
  const asked = engine.request('generate', generate({ steps: LONG }));
  const pid = engine.pid!;
  const settled = expect(asked).rejects.toThrow(EngineDied);
  await engine.dispose();
  await settled;
  expect(isAlive(pid)).toBe(false);
  await expect(engine.request('ping', null)).rejects.toThrow('closed');
});

test('an engine does not outlive the program, even one that was killed', async () => {
  const program = `
    import { forkEngine } from ${JSON.stringify(new URL('start-engine.ts', import.meta.url).href)};
    const child = forkEngine({ device: 'cpu', threads: 1, dataFolder: '/nonexistent', memoryBudgetBytes: 0 });
    child.onMessage(() => console.log(child.pid));
    child.post({ kind: 'ping', id: 1, input: null });`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
  expect(isAlive(Number(pid))).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(Number(pid))).toBe(false), { timeout: 5000 });
});

test('changed settings take hold at the next request, in a process of their own; an idle one makes way', async () => {
  let tuning: EngineTuning = { threads: 1, memory: 'small', memoryBudgetBytes: 1e9 };
  const engine = await testEngine({ tuning: () => tuning });
  expect(await engine.health(1000)).toBeNull();
  await engine.request('ping', null);
  const first = engine.pid;
  await engine.request('ping', null);
  expect(engine.pid).toBe(first);
  tuning = { ...tuning, memoryBudgetBytes: 2e9 };
  expect((await engine.health(5000))?.warm).toEqual([]);
  expect(engine.pid).toBe(first);
  await engine.request('ping', null);
  expect(engine.pid).not.toBe(first);
});
