import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, DownloadPlan } from '../../preload/contract/download.ts';
import { explain } from '../core/explain.ts';
import { failure, usageProblem } from '../core/problem.ts';
import { connect, type Environment, type NetworkSettings } from './connection.ts';
import { forgetRecord, type JobRecord, newRecord, readRecords, writeRecord } from './job-record.ts';
import { type Plan, planDownload, totalOf } from './plan.ts';
import { alreadyHere, bytesHere, freeBytes, type JobEvent, runJob } from './run-job.ts';
import { Speed } from './speed.ts';
import { Watched } from './watched.ts';

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

interface Job {
  readonly record: JobRecord;
  readonly shown: Download;
}

/** Why a download was stopped. */
type Stop = 'pause' | 'cancel' | 'close';

/** Downloads, one at a time. What was asked for and what has come is on disk: the next start goes on from there. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #changed = new Watched();
  readonly #ready: Promise<void>;
  #planned: { readonly source: string; readonly plan: Plan } | null = null;
  #running: { readonly id: string; readonly abort: AbortController; readonly over: Promise<void> } | null = null;
  #closed = false;

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#ready = this.#readRecords();
  }

  /** Looks at the source; nothing is fetched but its list of files. */
  async plan(source: string): Promise<DownloadPlan> {
    const plan = await this.#planOf(source);
    const { title, from, choices, pickles } = plan;
    return {
      source,
      title,
      from,
      choices: choices.map(({ id, title, bytes, files }) => ({
        id,
        title,
        bytes,
        files: files.map(({ path, bytes }) => ({ path, bytes })),
      })),
      pickles: [...pickles],
      freeBytes: await freeBytes(this.#options.models),
    };
  }

  async start(source: string, choice: string): Promise<Download> {
    await this.#ready;
    const plan = this.#planned?.source === source ? this.#planned.plan : await this.#planOf(source);
    const chosen = plan.choices.find(({ id }) => id === choice);
    if (!chosen) throw usageProblem(`${plan.title} has no "${choice}" to choose`, 'Look it up again.');
    const target = [...chosen.target];
    const place = join(this.#options.models, ...target);
    if (existsSync(place)) throw alreadyHere(plan.title, place);
    const begun = [...this.#jobs.values()].find(
      ({ record, shown }) => shown.state !== 'done' && join(...record.target) === join(...target),
    );
    if (begun) {
      await this.resume(begun.record.id);
      return this.#job(begun.record.id).shown;
    }
    const record = newRecord(plan, chosen);
    await writeRecord(this.#options.models, record);
    this.#set(record, shownOf(record, 'waiting', 0));
    this.#next();
    return this.#job(record.id).shown;
  }

  async pause(id: string): Promise<void> {
    await this.#ready;
    const { shown } = this.#job(id);
    if (shown.state !== 'waiting' && shown.state !== 'running') return;
    await this.#keep(id, { paused: true });
    await this.#stop(id, 'pause');
    if (this.#job(id).shown.state === 'waiting') this.#show(id, { state: 'paused' });
  }

  async resume(id: string): Promise<void> {
    await this.#ready;
    const { shown } = this.#job(id);
    if (shown.state !== 'paused' && shown.state !== 'failed') return;
    await this.#keep(id, { paused: false });
    this.#show(id, { state: 'waiting', problem: null, note: null });
    this.#next();
  }

  /** What has come of it is deleted; a finished one is only forgotten here. */
  async cancel(id: string): Promise<void> {
    await this.#ready;
    if (!this.#jobs.has(id)) return;
    await this.#stop(id, 'cancel');
    this.#jobs.delete(id);
    await forgetRecord(this.#options.models, id);
    this.#changed.tell();
    this.#next();
  }

  list(): Download[] {
    return [...this.#jobs.values()].map(({ shown }) => shown);
  }

  /** All of them, now and whenever one changes. A slow reader misses what was in between, never the latest. */
  async *watch(signal?: AbortSignal): AsyncGenerator<Download[], void, void> {
    await this.#ready;
    for await (const _ of this.#changed.follow(signal)) yield this.list();
  }

  /** What runs goes on at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#ready;
    if (this.#running) await this.#stop(this.#running.id, 'close');
    this.#changed.close();
  }

  async #readRecords(): Promise<void> {
    const { models, onError } = this.#options;
    try {
      for (const record of await readRecords(models)) {
        this.#set(record, shownOf(record, record.paused ? 'paused' : 'waiting', await bytesHere(record, models)));
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
      this.#planned = { source, plan };
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
    const next = [...this.#jobs.values()].find(({ shown }) => shown.state === 'waiting');
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
    this.#show(id, { state: 'running', problem: null });
    const speed = new Speed();
    const on = (event: JobEvent) => this.#hear(record, event, speed);
    let connection: ReturnType<typeof connect> | null = null;
    try {
      connection = this.#connect();
      await runJob(record, { models, connection, signal, on, ...(pausesMs ? { pausesMs } : {}) });
      this.#show(id, { ...AT_REST, state: 'done', doneBytes: record.files.length > 0 ? totalOf(record.files) : 0 });
    } catch (error) {
      const stop = signal.aborted ? (signal.reason as Stop) : null;
      if (stop === 'cancel') return;
      if (stop !== null) return this.#show(id, { ...AT_REST, state: stop === 'pause' ? 'paused' : 'waiting' });
      onError(error);
      const { message, remedy } = explain(error);
      this.#show(id, { ...AT_REST, state: 'failed', problem: { message, advice: remedy } });
    } finally {
      await connection?.close();
    }
  }

  #hear({ id, files }: JobRecord, event: JobEvent, speed: Speed): void {
    if (event.kind === 'note') return this.#show(id, { note: event.words });
    const { file, bytes, stage } = event;
    if (stage === 'checking') speed.reset();
    else speed.mark(bytes);
    const bytesPerSecond = speed.perSecond();
    const secondsLeft = bytesPerSecond ? (totalOf(files) - bytes) / bytesPerSecond : null;
    this.#show(id, { file, stage, doneBytes: bytes, bytesPerSecond, secondsLeft });
  }

  async #stop(id: string, why: Stop): Promise<void> {
    if (this.#running?.id !== id) return;
    this.#running.abort.abort(why);
    await this.#running.over;
  }

  async #keep(id: string, change: Pick<JobRecord, 'paused'>): Promise<void> {
    const { record, shown } = this.#job(id);
    const kept = { ...record, ...change };
    await writeRecord(this.#options.models, kept);
    this.#set(kept, this.#jobs.get(id)?.shown ?? shown);
  }

  #job(id: string): Job {
    const job = this.#jobs.get(id);
    if (!job)
      throw usageProblem('This download is not in the list any more', 'Look at the list of models: it may be done.');
    return job;
  }

  #show(id: string, change: Partial<Download>): void {
    const job = this.#jobs.get(id);
    if (job) this.#set(job.record, { ...job.shown, ...change });
  }

  #set(record: JobRecord, shown: Download): void {
    this.#jobs.set(record.id, { record, shown });
    this.#changed.tell();
  }
}

/** A list of files comes at once, or something is wrong. */
const PLAN_MS = 60_000;

const AT_REST = { file: null, stage: 'fetching', bytesPerSecond: null, secondsLeft: null } as const;

function shownOf({ id, title, from, files }: JobRecord, state: Download['state'], doneBytes: number): Download {
  return { ...AT_REST, id, title, from, state, doneBytes, totalBytes: totalOf(files), note: null, problem: null };
}
