/** Kinds of values that a setting can have. Whatever reads one (the contract's schema, a flag, a list of values) has a row for each kind. */
import type { Strategy } from '../../native-models/strategy/strategy.ts';

/** Both ends are allowed. */
export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Yes or no. */
export interface Bool {
  readonly kind: 'bool';
  /** What is meant where nothing is said, as in rows from before there was the setting. */
  readonly leftOut: boolean;
}

export interface Whole {
  readonly kind: 'whole';
  readonly limits: Limits;
}

export interface Real {
  readonly kind: 'real';
  readonly limits: Limits;
}

export interface Text {
  readonly kind: 'text';
  /** Characters. */
  readonly limits: { readonly max: number };
}

export interface OneOf<Id extends string = string> {
  readonly kind: 'one-of';
  readonly ids: readonly Id[];
}

/** One of a list that may be left out, and stays so. */
export interface OneOfOrNone<Id extends string = string> {
  readonly kind: 'one-of-or-none';
  readonly ids: readonly Id[];
  /** What is meant then. */
  readonly leftOut: Id;
}

/** How a run is made faster; null: inheritance off, exactly. */
export interface StrategyOrNone {
  readonly kind: 'strategy';
}

/** The picture that a run starts from, by its id, and how far to go from it; null: from noise. */
export interface StartOrNone {
  readonly kind: 'start-picture';
}

export interface StartPicture {
  readonly picture: string;
  readonly strength: number;
}

export type Value = Bool | Whole | Real | Text | OneOf | OneOfOrNone | StrategyOrNone | StartOrNone;

/** The type of a value of that kind. */
export type Of<V extends Value> = V extends Bool
  ? boolean
  : V extends Whole | Real
    ? number
    : V extends Text
      ? string
      : V extends OneOf<infer Id>
        ? Id
        : V extends OneOfOrNone<infer Id>
          ? Id
          : V extends StrategyOrNone
            ? Strategy | null
            : V extends StartOrNone
              ? StartPicture | null
              : never;

/** @param leftOut what is meant where nothing is said. */
export function bool(leftOut: boolean): Bool {
  return { kind: 'bool', leftOut };
}

/** A whole number. */
export function whole(limits: Limits): Whole {
  return { kind: 'whole', limits };
}

/** Any number. */
export function real(limits: Limits): Real {
  return { kind: 'real', limits };
}

/** @param limits in characters; as many as there are unless given. */
export function text(limits: Text['limits'] = { max: Number.POSITIVE_INFINITY }): Text {
  return { kind: 'text', limits };
}

/** One of these, and it is always said which. */
export function oneOf<const Id extends string>(ids: readonly Id[]): OneOf<Id> {
  return { kind: 'one-of', ids };
}

/** One of these, or nothing is said; then `leftOut` is meant. */
export function oneOfOrNone<const Id extends string>(ids: readonly Id[], leftOut: NoInfer<Id>): OneOfOrNone<Id> {
  return { kind: 'one-of-or-none', ids, leftOut };
}

export const strategyOrNone: StrategyOrNone = { kind: 'strategy' };
export const startOrNone: StartOrNone = { kind: 'start-picture' };

/** What is meant where a value of that kind is not said; undefined where it has to be. */
export function meantByNothing(value: Value): boolean | string | undefined {
  return 'leftOut' in value ? value.leftOut : undefined;
}
