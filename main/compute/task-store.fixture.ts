/** For tests: the queue in memory, by the rules of task-store.ts. */
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Work } from '../../preload/contract/work.ts';
import { type Attempt, type Lease, MAX_ATTEMPTS, type TaskStore } from './task-store.ts';

const now = (): string => new Date().toISOString();

const SETTINGS: Omit<RunSettings, 'seed'> = {
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
  promptSyntax: 'plain',
};

const WAITING: Omit<Task, 'id' | 'work' | 'position'> = {
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
  /** By task, while it runs. */
  readonly #leases = new Map<number, { readonly worker: string; readonly until: number }>();

  /** Queues a task behind the others. */
  add(changes: Partial<RunSettings> = {}, kind: Work['kind'] = 'generate'): Task {
    const id = this.tasks.length + 1;
    const settings = { ...SETTINGS, seed: id, ...changes };
    const work: Work = kind === 'generate' ? { kind, purpose: 'run', settings } : { kind, settings };
    const task: Task = { ...WAITING, id, work, position: id };
    this.tasks.push(task);
    return task;
  }

  /** As if another worker had come by it. */
  takeOver(id: number, lease: Lease): void {
    this.#lend(id, lease);
  }

  /** What {@link get} gives, at once. */
  now(id: number): Task {
    const task = this.tasks[id - 1];
    if (!task) throw new Error(`Task ${id} is not in the queue`);
    return task;
  }

  async get(id: number): Promise<Task> {
    return this.now(id);
  }

  async waitingDevices(): Promise<readonly string[]> {
    return [...new Set(this.#queued().map(({ work }) => work.settings.device))];
  }

  async claim(lease: Lease, devices: readonly string[]): Promise<Task | null> {
    const next = this.#queued().find(({ work }) => devices.includes(work.settings.device));
    if (!next) return null;
    this.#lend(next.id, lease);
    return this.#set(next.id, { state: 'running', attempts: next.attempts + 1, startedAt: now() });
  }

  async renew(id: number, lease: Lease): Promise<boolean> {
    if (!this.#holds(id, lease.worker)) return false;
    this.#lend(id, lease);
    return true;
  }

  async settle(id: number, worker: string, attempt: Attempt): Promise<Task | null> {
    return this.#holds(id, worker) ? this.#end(id, attempt) : null;
  }

  async cancel(id: number): Promise<Task | null> {
    return this.now(id).state === 'queued' ? this.#set(id, { state: 'cancelled', finishedAt: now() }) : null;
  }

  async recover(worker: string): Promise<readonly Task[]> {
    return [...this.#leases]
      .filter(([, lease]) => lease.worker !== worker && lease.until <= Date.now())
      .map(([id]) => this.#end(id, { state: 'interrupted', what: 'ended' }));
  }

  #end(id: number, attempt: Attempt): Task {
    const { attempts } = this.now(id);
    const ended = this.#set(id, changesBy(attempt, attempts));
    this.#leases.delete(id);
    return ended;
  }

  #holds(id: number, worker: string): boolean {
    return this.#leases.get(id)?.worker === worker;
  }

  #lend(id: number, { worker, leaseMs }: Lease): void {
    this.#leases.set(id, { worker, until: Date.now() + leaseMs });
  }

  #queued(): readonly Task[] {
    return this.tasks
      .filter(({ state }) => state === 'queued')
      .toSorted((a, b) => b.priority - a.priority || a.position - b.position);
  }

  #set(id: number, changes: Partial<Task>): Task {
    const task = { ...this.now(id), ...changes };
    this.tasks[id - 1] = task;
    return task;
  }
}

function changesBy(attempt: Attempt, attempts: number): Partial<Task> {
  switch (attempt.state) {
    case 'done':
      return { state: 'done', runId: attempt.keep(), finishedAt: now() };
    case 'failed':
    case 'cancelled':
      return { ...attempt, finishedAt: now() };
    case 'released':
      return { state: 'queued', attempts: attempts - 1, startedAt: null };
    case 'interrupted': {
      if (attempts < MAX_ATTEMPTS) return { state: 'queued', startedAt: null };
      const problem = { message: `${attempt.what} (${MAX_ATTEMPTS} times)`, advice: null };
      return { state: 'failed', problem, finishedAt: now() };
    }
  }
}
