import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { beforeEach, expect, test, vi } from 'vitest';
import { startUtilityProcess } from './utility-process.ts';

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

const PROGRAM = {
  name: 'Heirloom engine on cpu',
  entry: new URL('engine-process.js', import.meta.url),
  config: { device: 'cpu' },
  environment: { MALLOC_MMAP_MAX_: '0' },
};
let child: Child;
beforeEach(() => void (forked.child = child = new Child()));

test("a process that V8 gave up on is a death with its words, not an error of the program's", async () => {
  const { gone } = startUtilityProcess(PROGRAM);
  child.emit('error', 'FatalError', 'v8::ToLocalChecked', '{}');
  child.emit('exit', 133);
  expect(await gone).toEqual({ exitCode: 133, signal: null, lastWords: 'FatalError in v8::ToLocalChecked' });
});

test('one that is killed before it is there is killed as soon as it is', () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  startUtilityProcess(PROGRAM).kill();
  expect(kill).not.toHaveBeenCalled();
  child.pid = 4711;
  child.emit('spawn');
  expect(kill).toHaveBeenCalledWith(4711, 'SIGKILL');
  kill.mockRestore();
});

test("it has its own variables beside the program's", () => {
  startUtilityProcess(PROGRAM);
  expect(forked.options.env).toMatchObject({ PATH: process.env['PATH'], MALLOC_MMAP_MAX_: '0' });
});
