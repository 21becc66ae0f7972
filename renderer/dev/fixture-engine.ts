/** Tasks that progress without an engine: each call takes a while, and ends as a run on record. Development only. */
import { modeShown } from '../../native-models/strategy/describe.ts';
import { countFull, kindsOf, planRun } from '../../native-models/strategy/plan.ts';
import { unetsOf } from '../../native-models/strategy/switching.ts';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run, Task, TaskEvent } from '../../preload/contract/task.ts';
import type { Purpose, Work, WorkOf } from '../../preload/contract/work.ts';
import { callsOf } from '../../native-models/calls.ts';
import { addUp } from '../work/estimate.ts';
import { fixtureCost, FIXTURE_MODELS } from './fixture-models.ts';
import { fixturePictureId, fixturePreviewUrl } from './fixture-picture.ts';

/** What a full call of SD 1.5 is said to take, and how long the fixture really waits. */
const FULL_SECONDS = 0.82;
const WAIT_MS = 60;

/** Of every run against its baseline. */
export const FIDELITY = { identical: false, values: { psnr: 27.9, ssim: 0.921 } } as const;

type Event = TaskEvent['event'];

export class FixtureEngine {
  readonly tasks: Task[] = [];
  readonly runs: Run[] = [];
  readonly events: TaskEvent[] = [];
  #wake: (() => void)[] = [];
  #working = false;

  enqueue(work: Work, group: string): Task {
    const id = this.tasks.length + 1;
    const task: Task = {
      id,
      work,
      group,
      state: 'queued',
      priority: 0,
      position: id,
      attempts: 0,
      createdAt: new Date().toISOString(),
      startedAt: null,
      finishedAt: null,
      runId: null,
      problem: null,
    };
    this.tasks.push(task);
    this.#tell(id, { kind: 'state', task });
    void this.#work();
    return task;
  }

  putFirst(ids: readonly number[]): void {
    const front = Math.min(...this.tasks.map(({ position }) => position)) - ids.length;
    for (const [index, id] of ids.entries()) this.#become(id, { position: front + index });
  }

  restore(id: number): Task {
    this.#become(id, { state: 'queued', finishedAt: null });
    void this.#work();
    return this.tasks[id - 1]!;
  }

  cancel(id: number): void {
    const task = this.tasks[id - 1]!;
    if (task.state === 'queued' || task.state === 'running') this.#become(id, { state: 'cancelled' });
  }

  async *watch(since: number): AsyncGenerator<TaskEvent> {
    for (let at = since; ; at += 1) {
      while (at >= this.events.length) await new Promise<void>((resolve) => this.#wake.push(resolve));
      yield this.events[at]!;
    }
  }

  /** A run on record, as if made earlier. */
  record(purpose: Purpose, group: string, settings: RunSettings, baseline: Run | null, speedup?: number): Run {
    const { calls, seconds, ideal } = timesOf(settings);
    const drift = settings.strategy ? 14 : 0;
    const measured = baseline ? (speedup ?? baseline.seconds / seconds) : null;
    const run: Run = {
      id: this.runs.length + 1,
      createdAt: new Date().toISOString(),
      purpose,
      group,
      settings,
      modelName: FIXTURE_MODELS.find(({ id }) => id === settings.modelId)!.name,
      strategyLabel: settings.strategy ? `${settings.strategy.name} ${modeShown(settings.strategy)}` : 'Baseline',
      picture: fixturePictureId(settings.seed, drift),
      seconds: measured && baseline ? baseline.seconds / measured : seconds,
      unetSeconds: seconds * 0.95,
      idealSpeedup: ideal,
      peakMemoryBytes: 3.4e9,
      timings: calls,
      warnings: [],
      baselineId: baseline?.id ?? null,
      speedup: measured,
      doubt: null,
      fidelity: baseline ? FIDELITY : null,
      favourite: false,
      note: '',
      tags: [],
      trashedAt: null,
    };
    this.runs.push(run);
    return run;
  }

  baselineFor(settings: RunSettings): Run | null {
    const same = (run: Run) => JSON.stringify(run.settings) === JSON.stringify({ ...settings, strategy: null });
    return this.runs.find((run) => same(run)) ?? null;
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let next = this.#next(); next; next = this.#next()) await this.#make(next);
    this.#working = false;
  }

  #next(): Task | undefined {
    return this.tasks
      .filter(({ state }) => state === 'queued')
      .toSorted((a, b) => a.position - b.position)
      .at(0);
  }

  async #make({ id, work, group }: Task): Promise<void> {
    const { settings } = work;
    this.#become(id, { state: 'running', startedAt: new Date().toISOString(), attempts: 1 });
    this.#tell(id, { kind: 'stage', stage: 'Reading the prompt', detail: null });
    await wait(WAIT_MS * 4);
    const { calls } = timesOf(settings);
    for (const { call, form, step, seconds } of calls) {
      if (this.tasks[id - 1]!.state !== 'running') return;
      const secondsLeft = calls.slice(call + 1).reduce((sum, { seconds }) => sum + seconds, 0);
      this.#tell(id, { kind: 'call', call, calls: calls.length, form, step, seconds, secondsLeft });
      if (call % 3 === 0) {
        const dataUrl = fixturePreviewUrl(settings.seed, call / calls.length);
        this.#tell(id, { kind: 'preview', call, dataUrl });
      }
      await wait(WAIT_MS * (seconds / FULL_SECONDS));
    }
    this.#become(id, { state: 'done', runId: work.kind === 'generate' ? this.#run(work, group).id : null });
  }

  #run({ purpose, settings }: WorkOf<'generate'>, group: string): Run {
    const baseline = purpose === 'baseline' ? null : this.baselineFor(settings);
    return this.record(purpose, group, settings, baseline);
  }

  #become(id: number, change: Partial<Task>): void {
    const task = { ...this.tasks[id - 1]!, ...change };
    this.tasks[id - 1] = task;
    this.#tell(id, { kind: 'state', task });
  }

  #tell(taskId: number, event: Event): void {
    this.events.push({ seq: this.events.length + 1, taskId, event });
    const woken = this.#wake;
    this.#wake = [];
    for (const wake of woken) wake();
  }
}

function timesOf(settings: RunSettings) {
  const strategy = settings.strategy;
  const calls = callsOf(settings.steps, settings.scheduler, settings.initImage?.strength);
  const ids = strategy?.switching.length ? unetsOf(strategy.switching) : [settings.modelId];
  const plan = planRun(
    strategy,
    calls,
    ids.map((id) => FIXTURE_MODELS.find((model) => model.id === id)!.architecture as Architecture),
  );
  const { macShare } = addUp(fixtureCost(settings.modelId, settings.width, settings.height), plan.unets[0]!.mask);
  const kinds = kindsOf(plan);
  const made = plan.calls
    .map(({ call, form }) => ({ call, form, step: kinds[call]! }))
    .map(({ call, form, step }) => ({
      call,
      form,
      step,
      seconds: step === 'full' ? FULL_SECONDS : FULL_SECONDS * (macShare + 0.02),
    }));
  const seconds = 1.1 + made.reduce((sum, { seconds }) => sum + seconds, 0);
  const full = made.length - countFull(plan);
  return { calls: made, seconds, ideal: made.length / (countFull(plan) + full * macShare) };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
