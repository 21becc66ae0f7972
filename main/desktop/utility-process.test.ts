import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { beforeEach, expect, test, vi } from 'vitest';
import type { EngineConfig } from '../compute/messages.ts';
import { startUtilityEngine } from './utility-engine.ts';

/** Electron's side, as it documents it: `pid` comes with 'spawn', and 'exit' after 'error'. */
class Child extends EventEmitter {
  pid: number | undefined;
  readonly stderr = new PassThrough();
  postMessage() {}
}

const forked = vi.hoisted(() => ({ child: null as unknown, options: {} as { env?: NodeJS.ProcessEnv } }));
vi.mock('electron', () => ({
  utilityProcess: { fork: (_: string, __: string[], options: object) => ((forked.options = options), forked.child) },
}));

const CONFIG: EngineConfig = { device: 'cpu', threads: 0, memory: 'fast', dataFolder: '/data', memoryBudgetBytes: 0 };
let child: Child;
beforeEach(() => void (forked.child = child = new Child()));

test("an engine that V8 gave up on is a death with its words, not an error of the program's", async () => {
  const { gone } = startUtilityEngine(CONFIG);
  child.emit('error', 'FatalError', 'v8::ToLocalChecked', '{}');
  child.emit('exit', 133);
  expect(await gone).toEqual({ exitCode: 133, signal: null, lastWords: 'FatalError in v8::ToLocalChecked' });
});

test('one that is killed before it is there is killed as soon as it is', () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  startUtilityEngine(CONFIG).kill();
  expect(kill).not.toHaveBeenCalled();
  child.pid = 4711;
  child.emit('spawn');
  expect(kill).toHaveBeenCalledWith(4711, 'SIGKILL');
  kill.mockRestore();
});

test('it has one heap for all its sessions', () => {
  startUtilityEngine(CONFIG);
  expect(forked.options.env).toMatchObject({ PATH: process.env['PATH'], MALLOC_MMAP_MAX_: '0' });
});
