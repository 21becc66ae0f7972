import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, DownloadPlan } from '../../preload/contract/download.ts';
import { explain } from '../base/explain.ts';
import { failure, usageProblem } from '../base/problem.ts';
import { connect, type Environment, type NetworkSettings } from './connection.ts';
import { forgetRecord, type JobRecord, newRecord, readRecords, writeRecord } from './job-record.ts';
import { planDownload } from './plan.ts';
import { asShown, type Plan, totalOf } from './download-plan.ts';
import { alreadyDownloaded, bytesOnDisk, freeBytes, type JobEvent, runJob } from './run-job.ts';
import { AT_REST, ShownJobs, shownOf } from './shown-jobs.ts';
import { Speed } from './speed.ts';

/** What downloads need of their host. */
export interface DownloadsOptions {
  /** Where finished models are kept; what is under way is in a hidden folder of it. */
  readonly models: string;
  /** Asked at the start of every plan and of every download. */
  readonly network: () => NetworkSettings;
  /** For the log. */
  readonly onError: (error: unknown) => void;
  readonly env?: Environment;
  /** For tests. */
  readonly pausesMs?: readonly number[];
}

/** Why a download was stopped. */
type Stop = 'pause' | 'cancel' | 'close';

/** Downloads, one at a time. What was asked for and what has come is on disk: the next start goes on from there. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #jobs = new ShownJobs();
  readonly #ready: Promise<void>;
  #lastPlan: { readonly source: string; readonly plan: Plan } | null = null;
  #running: { readonly id: string; readonly abort: AbortController; readonly over: Promise<void> } | null = null;
  #closed = false;

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#ready = this.#readRecords();
  }

  /** Looks at the source; nothing is fetched but its list of files. */
  async plan(source: string): Promise<DownloadPlan> {
    const plan = await this.#planOf(source);
    return asShown(source, plan, await freeBytes(this.#options.models));
  }

  async start(source: string, choice: string): Promise<Download> {
    await this.#ready;
    const plan = this.#lastPlan?.source === source ? this.#lastPlan.plan : await this.#planOf(source);
    const chosen = plan.choices.find(({ id }) => id === choice);
    if (!chosen) throw usageProblem(`${plan.title} has no "${choice}" to choose`, 'Look it up again.');
    const target = [...chosen.target];
    const place = join(this.#options.models, ...target);
    if (existsSync(place)) throw alreadyDownloaded(plan.title, place);
    const begun = this.#jobs.all.find(
      ({ record, shown }) => shown.state !== 'done' && join(...record.target) === join(...target),
    );
    if (begun) {
      await this.resume(begun.record.id);
      return this.#jobs.get(begun.record.id).shown;
    }
    const record = newRecord(plan, chosen);
    // Known before it is written: whoever asks for the same meanwhile gets this one.
    this.#jobs.set(record, shownOf(record, 'waiting', 0));
    try {
      await writeRecord(this.#options.models, record);
    } catch (cause) {
      this.#jobs.delete(record.id);
      throw failure(`${this.#options.models} cannot be written`, 'Make the data folder writable, or make room.', cause);
    }
    this.#next();
    return this.#jobs.get(record.id).shown;
  }

  async pause(id: string): Promise<void> {
    await this.#ready;
    await this.#stop(id, 'pause');
    // It may have come to an end meanwhile.
    if (!['waiting', 'paused'].includes(this.#jobs.get(id).shown.state)) return;
    this.#jobs.show(id, { state: 'paused' });
    await this.#keep(id, { paused: true });
  }

  async resume(id: string): Promise<void> {
    await this.#ready;
    const { shown } = this.#jobs.get(id);
    if (shown.state !== 'paused' && shown.state !== 'failed') return;
    await this.#keep(id, { paused: false });
    this.#jobs.show(id, { state: 'waiting', problem: null, note: null });
    this.#next();
  }

  /** What has come of it is deleted; a finished one is only forgotten here. */
  async cancel(id: string): Promise<void> {
    await this.#ready;
    if (!this.#jobs.has(id)) return;
    await this.#stop(id, 'cancel');
    this.#jobs.delete(id);
    await forgetRecord(this.#options.models, id);
    this.#next();
  }

  list(): Download[] {
    return this.#jobs.all.map(({ shown }) => shown);
  }

  /** All of them, now and whenever one changes. A slow reader misses what was in between, never the latest. */
  async *watch(signal?: AbortSignal): AsyncGenerator<Download[], void, void> {
    await this.#ready;
    for await (const _ of this.#jobs.changed.follow(signal)) yield this.list();
  }

  /** What runs goes on at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#ready;
    if (this.#running) await this.#stop(this.#running.id, 'close');
    this.#jobs.changed.close();
  }

  async #readRecords(): Promise<void> {
    const { models, onError } = this.#options;
    try {
      for (const record of await readRecords(models)) {
        this.#jobs.set(
          record,
          shownOf(record, record.paused ? 'paused' : 'waiting', await bytesOnDisk(record, models)),
        );
      }
    } catch (error) {
      onError(error);
    }
    this.#next();
  }

  async #planOf(source: string): Promise<Plan> {
    const connection = this.#connect();
    try {
      const plan = await planDownload(source, connection, AbortSignal.timeout(PLAN_MS));
      this.#lastPlan = { source, plan };
      return plan;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
      throw failure(`${source}: its list of files did not come`, 'Try again, or set a mirror in Settings.', error);
    } finally {
      await connection.close();
    }
  }

  #connect() {
    const { network, env } = this.#options;
    return connect(network(), env);
  }

  #next(): void {
    if (this.#running || this.#closed) return;
    const next = this.#jobs.all.find(({ shown }) => shown.state === 'waiting');
    if (!next) return;
    const abort = new AbortController();
    const { id } = next.record;
    const over = this.#run(next.record, abort.signal).finally(() => {
      this.#running = null;
      this.#next();
    });
    this.#running = { id, abort, over };
  }

  /** Never rejects: whatever happens is shown. */
  async #run(record: JobRecord, signal: AbortSignal): Promise<void> {
    const { models, onError, pausesMs } = this.#options;
    const { id } = record;
    this.#jobs.show(id, { state: 'running', problem: null });
    const speed = new Speed();
    const on = (event: JobEvent) => this.#hear(record, event, speed);
    let connection: ReturnType<typeof connect> | null = null;
    try {
      connection = this.#connect();
      await runJob(record, { models, connection, signal, on, ...(pausesMs ? { pausesMs } : {}) });
      this.#jobs.show(id, { ...AT_REST, state: 'done', doneBytes: totalOf(record.files) });
    } catch (error) {
      const stop = signal.aborted ? (signal.reason as Stop) : null;
      if (stop === 'cancel') return;
      if (stop !== null) return this.#jobs.show(id, { ...AT_REST, state: stop === 'pause' ? 'paused' : 'waiting' });
      onError(error);
      const { message, remedy } = explain(error);
      this.#jobs.show(id, { ...AT_REST, state: 'failed', problem: { message, advice: remedy } });
    } finally {
      await connection?.close();
    }
  }

  #hear({ id, files }: JobRecord, event: JobEvent, speed: Speed): void {
    if (event.kind === 'note') return this.#jobs.show(id, { note: event.words });
    const { file, bytes, stage } = event;
    if (stage === 'checking') speed.reset();
    else speed.mark(bytes);
    const bytesPerSecond = speed.perSecond();
    const secondsLeft = bytesPerSecond ? (totalOf(files) - bytes) / bytesPerSecond : null;
    this.#jobs.show(id, { file, stage, doneBytes: bytes, bytesPerSecond, secondsLeft });
  }

  async #stop(id: string, why: Stop): Promise<void> {
    if (this.#running?.id !== id) return;
    this.#running.abort.abort(why);
    await this.#running.over;
  }

  async #keep(id: string, change: Pick<JobRecord, 'paused'>): Promise<void> {
    const { record } = this.#jobs.get(id);
    const kept = { ...record, ...change };
    await writeRecord(this.#options.models, kept);
    this.#jobs.set(kept, this.#jobs.get(id).shown);
  }
}

/** A list of files comes at once, or something is wrong. */
const PLAN_MS = 60_000;
