/** What a setting is: its name, its kind of value, and all that is said of it, in one place. */
import type { FloatType } from '../../native-models/vocabulary.ts';
import type { Of, Value } from './value.ts';
import type { Flag, Wish } from './wish.ts';

/** A name and a value, as pills, facts and parameters list them. */
export type Line = readonly [name: string, value: string];

/** What a setting may look at beside its own value, and names of what has ids. */
export interface About {
  readonly settings: {
    readonly width?: number;
    readonly height?: number;
    readonly device?: string;
    readonly devicePrecision?: FloatType | undefined;
    readonly prompt?: string;
    readonly negativePrompt?: string;
  };
  /** Of the run's model, by its id; null where nobody knows it. */
  readonly modelName: (id: string) => string | null;
  /** Of a UNet that takes turns, by its id. */
  readonly unetName: (id: string) => string;
  /** What is said beside it already: kinds of axes. */
  readonly beside: ReadonlySet<string>;
}

/** A line that an axis of a grid takes the place of. */
export interface Pill {
  readonly line: Line;
  /** Axes by which it varies. */
  readonly variesBy: readonly string[];
}

export interface Words<T> {
  /** `Guidance`: in lists of facts, and over an axis. */
  readonly label: string;
  /** The value in words; null: nothing to speak of. Left out: as it is; where it is yes or no, `on` or nothing. */
  value?(value: T, about: About): string | null;
  /** Under the heading of a picture: the name before the value. Left out: none. */
  readonly pill?: string;
  /** Where it is no single pill of its value in words. */
  pills?(value: T, about: About): readonly Pill[];
  /** In a list of facts; left out: the label and the value in words. */
  facts?(value: T, about: About): readonly Line[];
  /** In the parameters that galleries read: the name before the value. Left out: none. */
  readonly parameter?: string;
  /** Where it is no single field of its value in words. */
  parameters?(value: T, about: About): readonly Line[];
  /** What undo calls a change to this value. Left out: by its kind. */
  edit?(value: T): string;
}

/** How it is read from the parameters that other programs write too. */
export interface FromParameters<T> {
  readonly field: string;
  /** A field that says more of the same, where there is one. */
  readonly beside?: string;
  /**
   * undefined: it means nothing here.
   * @param beside what the field of that name says.
   */
  read(text: string, beside?: string): T | undefined;
}

export interface Decides<T> {
  /** Whether two runs that differ in it make different pictures. */
  readonly picture: boolean;
  /** What of a run's time it decides: that of a call, the number of calls, what is around them. */
  readonly time: 'call' | 'calls' | 'around' | null;
  /** All of a value that time depends on. Left out: the value. */
  pace?(value: T): unknown;
}

/**
 * @typeParam W what a person can ask for in its place; undefined: the value itself.
 * @typeParam A whether a grid can vary it.
 */
export interface Setting<
  K extends string = string,
  V extends Value = Value,
  W extends readonly Wish[] | undefined = readonly Wish[] | undefined,
  A extends boolean = boolean,
> {
  readonly key: K;
  readonly value: V;
  /** Where nobody says: what a first visit has, and the last answer of the command line. Left out: what rows mean that do not say. */
  readonly first?: Of<V>;
  readonly words: Words<Of<V>>;
  readonly decides: Decides<Of<V>>;
  /** The flag that takes the value itself; left out where each command has its own. */
  readonly flag?: Flag;
  readonly wishes?: W;
  readonly fromParameters?: FromParameters<Of<V>>;
  /** A grid can vary it; not unless said. */
  readonly axis?: A;
  /** What the keys of baselines say of it, which are as old as the first run that had it. Left out: its name and value. */
  readonly baselineMark?: string;
}

/** Defines one per-run setting. It becomes one by being listed in `settings.ts`. */
export function setting<
  const K extends string,
  const V extends Value,
  const W extends readonly Wish[] | undefined = undefined,
  const A extends boolean = false,
>(definition: Setting<K, V, W, A>): Setting<K, V, W, A> {
  return definition;
}
