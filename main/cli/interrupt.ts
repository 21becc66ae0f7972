/** Ctrl-C, and what a service manager ends programs with. */
import { Problem } from '../base/problem.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
type Signal = (typeof SIGNALS)[number];

/** As shells tell of a program that a signal ended: 128 and the signal's number. */
const EXIT_CODES: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Where there is nothing to finish. */
const end = (signal: Signal): void => {
  process.stderr.write('Stopped.\n');
  process.exit(EXIT_CODES[signal]);
};

/** From here on Ctrl-C ends the program with a word; whatever has something to finish takes over. */
export function endOnInterrupt(): void {
  for (const signal of SIGNALS) process.on(signal, end);
}

/** Answers Ctrl-C in its own way until what is returned is called. */
function takeOver(answer: (signal: Signal) => void): () => void {
  for (const signal of SIGNALS) process.off(signal, end).on(signal, answer);
  return () => {
    for (const signal of SIGNALS) process.off(signal, answer).on(signal, end);
  };
}

/** Stopped by Ctrl-C before there was anything to keep. */
export class StoppedEarly extends Problem {
  readonly exitCode = EXIT_CODES.SIGINT;

  constructor(cause: unknown) {
    super('failure', 'Stopped before anything was made.', null, { cause });
  }
}

/**
 * Ctrl-C: the first one stops between denoiser calls and keeps what is finished, the second ends the program.
 * @param words what the first one says.
 */
export function stopOnInterrupt(
  say: (message: string) => void,
  words = 'Stopping after this call; press Ctrl-C again to end at once.',
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const release = takeOver((signal) => {
    if (controller.signal.aborted) process.exit(EXIT_CODES[signal]);
    say(words);
    controller.abort();
  });
  return { signal: controller.signal, release };
}

/** Until Ctrl-C, for what runs until then. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const release = takeOver(() => {
      release();
      resolve();
    });
  });
}
