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

/** What is meant where nothing is said: a setting that rows are older than has to tell. Left out: it was always said. */
interface MayBeLeftOut<T> {
  readonly leftOut?: T;
}

export interface Whole extends MayBeLeftOut<number> {
  readonly kind: 'whole';
  readonly limits: Limits;
}

export interface Real extends MayBeLeftOut<number> {
  readonly kind: 'real';
  readonly limits: Limits;
}

export interface Text extends MayBeLeftOut<string> {
  readonly kind: 'text';
  /** Characters. */
  readonly limits: { readonly max: number };
}

export interface OneOf<Id extends string = string> extends MayBeLeftOut<Id> {
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

/** A whole number. @param leftOut what rows mean that are older than the setting. */
export function whole(limits: Limits, leftOut?: number): Whole {
  return { kind: 'whole', limits, ...mayBe(leftOut) };
}

/** Any number. @param leftOut what rows mean that are older than the setting. */
export function real(limits: Limits, leftOut?: number): Real {
  return { kind: 'real', limits, ...mayBe(leftOut) };
}

/**
 * @param limits in characters.
 * @param leftOut what rows mean that are older than the setting.
 */
export function text(limits: Text['limits'], leftOut?: string): Text {
  return { kind: 'text', limits, ...mayBe(leftOut) };
}

/** One of these. @param leftOut what rows mean that are older than the setting. */
export function oneOf<const Id extends string>(ids: readonly Id[], leftOut?: NoInfer<Id>): OneOf<Id> {
  return { kind: 'one-of', ids, ...mayBe(leftOut) };
}

function mayBe<T>(leftOut: T | undefined): MayBeLeftOut<T> {
  return leftOut === undefined ? {} : { leftOut };
}

/** One of these, or nothing is said; then `leftOut` is meant. */
export function oneOfOrNone<const Id extends string>(ids: readonly Id[], leftOut: NoInfer<Id>): OneOfOrNone<Id> {
  return { kind: 'one-of-or-none', ids, leftOut };
}

export const strategyOrNone: StrategyOrNone = { kind: 'strategy' };
export const startOrNone: StartOrNone = { kind: 'start-picture' };

/** What is meant where a value of that kind is not said; undefined where it has to be. */
export function meantByNothing(value: Value): boolean | number | string | undefined {
  return 'leftOut' in value ? value.leftOut : undefined;
}
