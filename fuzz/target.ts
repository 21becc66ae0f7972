/** What is fuzzed: where inputs come from, and what is done with each. */
import type { Arbitrary } from 'fast-check';

/** One kind of foreign input. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Well-formed inputs, changed in one to three places. Their JSON is what a report and `seeds/` keep. */
  readonly inputs: Arbitrary<Input>;
  /**
   * Opens what inputs are given to, in an empty folder.
   * @returns takes an input. It throws what a person would be told, and gives what it accepted although it makes no sense: a few
   *   words, the same for every input of the kind; null where all that was accepted makes sense.
   */
  open(folder: string): Promise<Subject<Input>>;
}

/** Takes inputs one after the other. */
export interface Subject<Input> {
  try(input: Input): Promise<string | null>;
  close?(): Promise<void>;
}

/** What one input came to. */
export type Outcome =
  | { readonly kind: 'fine' }
  /** The process ended. */
  | { readonly kind: 'crash'; readonly words: string }
  /** No answer within {@link HANG_MS}, twice: alone as well. */
  | { readonly kind: 'hang' }
  /** The process took more than {@link MEMORY_BYTES}. */
  | { readonly kind: 'memory' }
  /** An error that is none of ours: it does not say what to do. */
  | { readonly kind: 'raw'; readonly words: string }
  | { readonly kind: 'nonsense'; readonly words: string };

/** Something was found: which input it was, so that it can be tried again. */
export interface Finding {
  readonly target: string;
  /** The input's number under `seed`; null for one of `seeds/`. */
  readonly number: number | null;
  readonly outcome: Exclude<Outcome, { kind: 'fine' }>;
  /** The input as JSON, shortened in reports. */
  readonly input: string;
}

/** Longer than this, nobody would believe that it still works. */
export const HANG_MS = 2000;
/** Of the whole process, which has some 150 MB before it begins. */
export const MEMORY_BYTES = 2 ** 30;
