import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, DownloadOffer } from '../../preload/contract/download.ts';
import { explain } from '../base/explain.ts';
import { failure, usageProblem } from '../base/problem.ts';
import { connect, type Connection, type Environment, type NetworkSettings } from './connection.ts';
import { forgetRecord, type DownloadRecord, newRecord, readRecords, writeRecord } from './download-record.ts';
import { readOffer } from './read-offer.ts';
import { asShown, type Offer, totalOf } from './offer.ts';
import { alreadyDownloaded, bytesOnDisk, freeBytes, type DownloadEvent, runDownload } from './run-download.ts';
import { AT_REST, ShownDownloads, shownOf } from './shown-downloads.ts';
import { Speed } from './speed.ts';

/** What downloads need of their host. */
export interface DownloadsOptions {
  /** Where finished models are kept; what is under way is in a hidden folder of it. */
  readonly models: string;
  /** Asked whenever a source is looked up, and at the start of every download. */
  readonly network: () => NetworkSettings | Promise<NetworkSettings>;
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
  readonly #entries = new ShownDownloads();
  readonly #ready: Promise<void>;
  #lastOffer: { readonly source: string; readonly offer: Offer } | null = null;
  #running: { readonly id: string; readonly abort: AbortController; readonly over: Promise<void> } | null = null;
  #closed = false;

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#ready = this.#readRecords();
  }

  /** Looks at the source; nothing is fetched but its list of files. */
  async offer(source: string): Promise<DownloadOffer> {
    const offer = await this.#offerOf(source);
    return asShown(source, offer, await freeBytes(this.#options.models));
  }

  async start(source: string, choice: string): Promise<Download> {
    await this.#ready;
    const offer = this.#lastOffer?.source === source ? this.#lastOffer.offer : await this.#offerOf(source);
    const chosen = offer.choices.find(({ id }) => id === choice);
    if (!chosen) throw usageProblem(`${offer.title} has no "${choice}" to choose`, 'Look it up again.');
    const target = [...chosen.target];
    const place = join(this.#options.models, ...target);
    if (existsSync(place)) throw alreadyDownloaded(offer.title, place);
    const begun = this.#entries.all.find(
      ({ record, shown }) => shown.state !== 'done' && join(...record.target) === join(...target),
    );
    if (begun) {
      await this.resume(begun.record.id);
      return this.#entries.get(begun.record.id).shown;
    }
    const record = newRecord(offer, chosen);
    // Known before it is written: whoever asks for the same meanwhile gets this one.
    this.#entries.set(record, shownOf(record, 'waiting', 0));
    try {
      await writeRecord(this.#options.models, record);
    } catch (cause) {
      this.#entries.delete(record.id);
      throw cause;
    }
    this.#next();
    return this.#entries.get(record.id).shown;
  }

  async pause(id: string): Promise<void> {
    await this.#ready;
    await this.#stop(id, 'pause');
    // It may have come to an end meanwhile.
    if (!['waiting', 'paused'].includes(this.#entries.get(id).shown.state)) return;
    this.#entries.show(id, { state: 'paused' });
    await this.#keep(id, { paused: true });
  }

  async resume(id: string): Promise<void> {
    await this.#ready;
    const { shown } = this.#entries.get(id);
    if (shown.state !== 'paused' && shown.state !== 'failed') return;
    await this.#keep(id, { paused: false });
    this.#entries.show(id, { state: 'waiting', problem: null, note: null });
    this.#next();
  }

  /** What has come of it is deleted; a finished one is only forgotten here. */
  async cancel(id: string): Promise<void> {
    await this.#ready;
    if (!this.#entries.has(id)) return;
    await this.#stop(id, 'cancel');
    this.#entries.delete(id);
    await forgetRecord(this.#options.models, id);
    this.#next();
  }

  list(): Download[] {
    return this.#entries.all.map(({ shown }) => shown);
  }

  /** All of them, now and whenever one changes. A slow reader misses what was in between, never the latest. */
  async *watch(signal?: AbortSignal): AsyncGenerator<Download[], void, void> {
    await this.#ready;
    for await (const _ of this.#entries.changed.follow(signal)) yield this.list();
  }

  /** What runs goes on at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#ready;
    if (this.#running) await this.#stop(this.#running.id, 'close');
    this.#entries.changed.close();
  }

  async #readRecords(): Promise<void> {
    const { models, onError } = this.#options;
    try {
      for (const record of await readRecords(models)) {
        this.#entries.set(
          record,
          shownOf(record, record.paused ? 'paused' : 'waiting', await bytesOnDisk(record, models)),
        );
      }
    } catch (error) {
      onError(error);
    }
    this.#next();
  }

  async #offerOf(source: string): Promise<Offer> {
    const connection = await this.#connect();
    try {
      const offer = await readOffer(source, connection, AbortSignal.timeout(OFFER_MS));
      this.#lastOffer = { source, offer };
      return offer;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
      throw failure(`${source}: its list of files did not come`, 'Try again, or set a mirror in Settings.', error);
    } finally {
      await connection.close();
    }
  }

  async #connect(): Promise<Connection> {
    const { network, env } = this.#options;
    return connect(await network(), env);
  }

  #next(): void {
    if (this.#running || this.#closed) return;
    const next = this.#entries.all.find(({ shown }) => shown.state === 'waiting');
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
  async #run(record: DownloadRecord, signal: AbortSignal): Promise<void> {
    const { models, onError, pausesMs } = this.#options;
    const { id } = record;
    this.#entries.show(id, { state: 'running', problem: null });
    const speed = new Speed();
    const on = (event: DownloadEvent) => this.#hear(record, event, speed);
    let connection: Connection | null = null;
    try {
      connection = await this.#connect();
      await runDownload(record, { models, connection, signal, on, ...(pausesMs ? { pausesMs } : {}) });
      this.#entries.show(id, { ...AT_REST, state: 'done', doneBytes: totalOf(record.files) });
    } catch (error) {
      const stop = signal.aborted ? (signal.reason as Stop) : null;
      if (stop === 'cancel') return;
      if (stop !== null) return this.#entries.show(id, { ...AT_REST, state: stop === 'pause' ? 'paused' : 'waiting' });
      onError(error);
      const { message, remedy } = explain(error);
      this.#entries.show(id, { ...AT_REST, state: 'failed', problem: { message, advice: remedy } });
    } finally {
      await connection?.close();
    }
  }

  #hear({ id, files }: DownloadRecord, event: DownloadEvent, speed: Speed): void {
    if (event.kind === 'note') return this.#entries.show(id, { note: event.words });
    const { file, bytes, phase } = event;
    if (phase === 'checking') speed.reset();
    else speed.mark(bytes);
    const bytesPerSecond = speed.perSecond();
    const secondsLeft = bytesPerSecond ? (totalOf(files) - bytes) / bytesPerSecond : null;
    this.#entries.show(id, { file, phase, doneBytes: bytes, bytesPerSecond, secondsLeft });
  }

  async #stop(id: string, why: Stop): Promise<void> {
    if (this.#running?.id !== id) return;
    this.#running.abort.abort(why);
    await this.#running.over;
  }

  async #keep(id: string, change: Pick<DownloadRecord, 'paused'>): Promise<void> {
    const { record } = this.#entries.get(id);
    const kept = { ...record, ...change };
    await writeRecord(this.#options.models, kept);
    this.#entries.set(kept, this.#entries.get(id).shown);
  }
}

/** A list of files comes at once, or something is wrong. */
const OFFER_MS = 60_000;
