import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RgbImage } from '../../../native-models/image.ts';
import { Problem } from '../../base/problem.ts';
import { forkProcess } from '../../processes/fork-process.ts';
import { entryBeside, type StartProcess } from '../../processes/transport.ts';
import { unreadable } from '../probe/probe.ts';
import { type CarriedFile, startBeside } from './carried-file.ts';
import { DecoderLife, type Outcome } from './decoder-life.ts';
import type { Operation, Size } from './messages.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** A picture's path, or its bytes. */
export type PictureSource = string | Uint8Array;

export interface FittedPicture {
  readonly image: RgbImage;
  readonly from: Size;
}

export interface DecoderOptions {
  readonly start?: StartProcess;
  /** The module that the process runs. */
  readonly entry?: URL;
  /** Until a picture is decoded. The largest that is taken, all of it noise, takes 8 s on two busy cores. */
  readonly timeoutMs?: number;
  /** Resident. Such a picture takes 1.17 GB while a PNG of it is made. */
  readonly memoryBytes?: number;
  /** How long the process waits for the next picture: starting it takes half a second, and it holds 100 MB. */
  readonly idleMs?: number;
}

const ENTRY = entryBeside(import.meta.url, 'decoder-process');
const DEFAULTS = { timeoutMs: 20_000, memoryBytes: 1.3e9, idleMs: 30_000 } as const;

/**
 * Reads pictures that others made, in a process of its own, because a file can crash, stop or fill whatever decodes it. One after
 * the other; the process is started by the first, waits a while for more, and does not keep the program open. Whatever becomes of
 * it, the picture that it was at is one that cannot be read, and the next picture gets another process.
 *
 * All of its methods throw a Problem where the file cannot be read or is no picture that can be: `where` is what messages call it.
 */
export class PictureDecoder {
  #options: Required<DecoderOptions>;
  #life: DecoderLife | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: DecoderOptions = {}) {
    this.#options = { start: forkProcess, entry: ENTRY, ...DEFAULTS, ...options };
  }

  /** How the host starts processes, from the next one on. */
  startBy(start: StartProcess): void {
    this.#options = { ...this.#options, start };
  }

  /** null while there is no process. */
  get pid(): number | null {
    return this.#life && !this.#life.ended ? this.#life.pid : null;
  }

  /** Its size in pixels, once it is decoded. */
  async sizeOf(source: PictureSource, where: string): Promise<Size> {
    return (await this.#ask(source, where, { kind: 'look' })).size;
  }

  /** Its pixels. */
  async pixels(source: PictureSource, where: string): Promise<RgbImage> {
    return imageOf(await this.#ask(source, where, { kind: 'pixels' }));
  }

  /** Its pixels, scaled to cover a size, what sticks out cut evenly; and the size that it came `from`. */
  async fitted(source: PictureSource, { width, height }: Size, where: string): Promise<FittedPicture> {
    const answer = await this.#ask(source, where, { kind: 'fitted', width, height });
    return { image: imageOf(answer), from: answer.from };
  }

  /** The same picture as an opaque PNG without texts. */
  async png(source: PictureSource, where: string): Promise<Buffer> {
    return (await this.#ask(source, where, { kind: 'png' })).bytes;
  }

  /** A JPEG for lists: `side` pixels at the longer side, or its own size if less. */
  async thumbnail(source: PictureSource, side: number, where: string): Promise<Buffer> {
    return (await this.#ask(source, where, { kind: 'thumbnail', side })).bytes;
  }

  /**
   * What it says of how it was made; its pixels are not looked at. `start`: the start picture that lies in it, as it lies there.
   * @throws Problem besides where a record of ours is damaged.
   */
  async carried(source: PictureSource, where: string): Promise<{ carried: CarriedFile; start: Buffer | null }> {
    const { bytes, beside } = await this.#ask(source, where, { kind: 'carried' });
    // What a process of this version wrote a moment ago.
    return { carried: JSON.parse(bytes.toString()) as CarriedFile, start: beside };
  }

  /** Ends the process, once the pictures asked for so far are read. The next one starts another. */
  async rest(): Promise<void> {
    await this.#inTurn(() => this.#endProcess());
  }

  async #ask(source: PictureSource, where: string, operation: Operation): Promise<Answer> {
    const read = async (folder: string): Promise<Answer> => {
      const [path, into] = [typeof source === 'string' ? source : join(folder, 'source'), join(folder, 'result')];
      if (typeof source !== 'string') await writeFile(path, source);
      const { size, from } = settled(await this.#living().ask({ source: path, where, operation, into }), where);
      const bytes = operation.kind === 'look' ? Buffer.alloc(0) : await readFile(into);
      const beside = operation.kind === 'carried' ? await readFile(startBeside(into)).catch(() => null) : null;
      return { size, from, bytes, beside };
    };
    return await this.#inTurn(() => inTemporaryFolder(read));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    clearTimeout(this.#idle);
    this.#life?.keepsProgram(true);
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {}); // told to whoever asked
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#wait();
    }
  }

  #wait(): void {
    this.#life?.keepsProgram(false);
    this.#idle = setTimeout(() => void this.#endProcess(), this.#options.idleMs).unref();
  }

  #living(): DecoderLife {
    if (this.#life && !this.#life.ended) return this.#life;
    const { start, entry, memoryBytes, timeoutMs } = this.#options;
    const program = { name: 'Heirloom picture reader', entry, config: { memoryBytes } };
    return (this.#life = new DecoderLife(start(program), timeoutMs));
  }

  async #endProcess(): Promise<void> {
    clearTimeout(this.#idle);
    const life = this.#life;
    this.#life = null;
    await life?.end();
  }
}

interface Answer {
  readonly size: Size;
  readonly from: Size;
  readonly bytes: Buffer;
  readonly beside: Buffer | null;
}

function imageOf({ size, bytes }: Answer): RgbImage {
  return { ...size, pixels: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** @throws Problem, whatever kept the picture from being read. */
function settled(outcome: Outcome, where: string): Extract<Outcome, { readonly kind: 'done' }> {
  if (outcome.kind === 'done') return outcome;
  if (outcome.kind === 'refused') {
    const { kind, message, remedy } = outcome.problem;
    throw new Problem(kind, message, remedy);
  }
  throw unreadable(where, outcome.fault, 'Open it in another program and save it again, as PNG.', outcome.cause);
}
