/** For tests: the queue in memory, by the rules of task-store.ts. */
import type { Task } from '../../preload/contract/task.ts';
import type { TaskStore } from './task-store.ts';

const MAX_ATTEMPTS = 2;
const now = (): string => new Date().toISOString();

const SETTINGS: Omit<Task['settings'], 'seed'> = {
  modelId: 'tiny',
  device: 'cpu',
  prompt: 'a castle',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 3,
  guidanceScale: 1,
  scheduler: 'ddim',
  strategy: null,
  initImage: null,
  vaeTiling: false,
};

const WAITING: Omit<Task, 'id' | 'purpose' | 'position' | 'settings'> = {
  group: 'test',
  state: 'queued',
  priority: 0,
  attempts: 0,
  createdAt: now(),
  startedAt: null,
  finishedAt: null,
  runId: null,
  problem: null,
};

export class MemoryTaskStore implements TaskStore {
  readonly tasks: Task[] = [];

  /** Queues a task behind the others. */
  add(settings: Partial<Task['settings']> = {}, purpose: Task['purpose'] = 'run'): Task {
    const id = this.tasks.length + 1;
    const task: Task = { ...WAITING, id, purpose, position: id, settings: { ...SETTINGS, seed: id, ...settings } };
    this.tasks.push(task);
    return task;
  }

  get(id: number): Task {
    return this.tasks[id - 1]!;
  }

  waitingDevices(): readonly string[] {
    return [...new Set(this.#queued().map(({ settings }) => settings.device))];
  }

  claim(devices: readonly string[]): Task | null {
    const next = this.#queued().find(({ settings }) => devices.includes(settings.device));
    return next ? this.#set(next.id, { state: 'running', attempts: next.attempts + 1, startedAt: now() }) : null;
  }

  finish(id: number, outcome: Parameters<TaskStore['finish']>[1]): Task {
    return this.#set(id, { ...outcome, finishedAt: now() });
  }

  interrupted(id: number, what: string): Task {
    if (this.get(id).attempts < MAX_ATTEMPTS) return this.#set(id, { state: 'queued' });
    return this.finish(id, { state: 'failed', problem: { message: `${what} (${MAX_ATTEMPTS} times)`, advice: null } });
  }

  release(id: number): Task {
    return this.#set(id, { state: 'queued', attempts: this.get(id).attempts - 1 });
  }

  recover(): readonly Task[] {
    return this.tasks.filter(({ state }) => state === 'running').map(({ id }) => this.interrupted(id, 'ended'));
  }

  #queued(): readonly Task[] {
    return this.tasks
      .filter(({ state }) => state === 'queued')
      .toSorted((a, b) => b.priority - a.priority || a.position - b.position);
  }

  #set(id: number, changes: Partial<Task>): Task {
    const task = { ...this.get(id), ...changes };
    this.tasks[id - 1] = task;
    return task;
  }
}
