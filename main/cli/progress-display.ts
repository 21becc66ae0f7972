/** Shows a run: a bar that stays in place on a terminal, a line now and then elsewhere. Always on stderr. */
import type { RunEvent } from '../runs/run-event.ts';

const BAR_WIDTH = 24;
/** On a terminal: often enough to look alive. */
const REDRAW_MS = 80;
/** Elsewhere (a file, a log): never more often than this, and only after a tenth more is done. */
const LINE_MS = 3_000;
const LINE_SHARE = 0.1;

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One run's progress on an output; lines that are said through it never break the bar. */
export class ProgressDisplay {
  readonly #output: Output;
  readonly #now: () => number;
  readonly #color: boolean;
  #lastAt = Number.NEGATIVE_INFINITY;
  #lastDone = 0;
  #drawn = false;

  constructor(
    output: Output = process.stderr,
    options: { readonly now?: () => number; readonly color?: boolean } = {},
  ) {
    this.#output = output;
    this.#now = options.now ?? (() => performance.now());
    this.#color = options.color ?? (output.isTTY === true && !process.env['NO_COLOR']);
  }

  readonly watch = (event: RunEvent): void => {
    switch (event.kind) {
      case 'progress':
        return this.#progress(event);
      case 'warning':
        return this.line(`Warning: ${event.message}`);
      case 'note':
        return this.line(event.message);
      case 'saved':
        return this.clear();
    }
  };

  line(text: string): void {
    this.clear();
    this.#output.write(`${text}\n`);
  }

  /** Takes the bar away, so that other output starts on a clean line. */
  clear(): void {
    if (this.#drawn) this.#output.write('\r\u001B[2K');
    this.#drawn = false;
  }

  #progress(event: Extract<RunEvent, { kind: 'progress' }>): void {
    const now = this.#now();
    if (this.#output.isTTY) {
      if (now - this.#lastAt < REDRAW_MS) return;
      this.#output.write(`\r\u001B[2K${this.#bar(event)}`);
      this.#drawn = true;
    } else {
      const started = this.#lastAt === Number.NEGATIVE_INFINITY;
      if (!started && (now - this.#lastAt < LINE_MS || event.done - this.#lastDone < LINE_SHARE)) return;
      this.#output.write(`${event.label}: ${percent(event.done)}${timeLeft(event.secondsLeft)}\n`);
    }
    this.#lastAt = now;
    this.#lastDone = event.done;
  }

  #bar({ label, done, secondsLeft }: Extract<RunEvent, { kind: 'progress' }>): string {
    const filled = Math.round(done * BAR_WIDTH);
    const bar = this.#paint('█'.repeat(filled), AMBER) + this.#paint('░'.repeat(BAR_WIDTH - filled), DIM);
    const rest = ` ${percent(done).padStart(4)}${timeLeft(secondsLeft)}`;
    const room = (this.#output.columns ?? 80) - BAR_WIDTH - rest.length - 2;
    const shown = label.length > room ? `${label.slice(0, Math.max(0, room - 1))}…` : label;
    return `${bar}${rest}  ${shown}`;
  }

  #paint(text: string, code: string): string {
    return this.#color ? `\u001B[${code}m${text}\u001B[0m` : text;
  }
}

const AMBER = '38;5;215';
const DIM = '38;5;240';

function percent(share: number): string {
  return `${Math.floor(100 * share)}%`;
}

function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 60) return `, ${Math.ceil(seconds)} s left`;
  if (seconds < 3600) return `, ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s left`;
  return `, ${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min left`;
}
