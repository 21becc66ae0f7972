/** What a person can ask of a run, where that is not a setting's value itself: a size is two settings, `--strength` a part of one. */
import type { Of, Value } from './value.ts';

/** How the command line writes it. */
export interface Flag {
  /** `-n, --negative <text>` */
  readonly names: string;
  readonly help: string;
  /** Help of `--no-…`, where there is that too. */
  readonly no?: string;
}

/** `512x768` */
export interface Size {
  readonly kind: 'size';
}

/** `7,8,9` */
export interface Numbers {
  readonly kind: 'numbers';
}

/** `base=models/bk-base`, any number of times. */
export interface Roles {
  readonly kind: 'roles';
}

export type WishValue = Value | Size | Numbers | Roles;

/** The type of what is asked for. */
export type Asked<V extends WishValue> = V extends Value
  ? Of<V>
  : V extends Size
    ? { readonly width: number; readonly height: number }
    : V extends Numbers
      ? readonly number[]
      : V extends Roles
        ? Readonly<Record<string, string>>
        : never;

export interface Wish<K extends string = string, V extends WishValue = WishValue> {
  readonly key: K;
  readonly value: V;
  readonly flag?: Flag;
}

/** @param flag left out where each command has its own. */
export function wish<const K extends string, const V extends WishValue>(key: K, value: V, flag?: Flag): Wish<K, V> {
  return flag ? { key, value, flag } : { key, value };
}

export const size: Size = { kind: 'size' };
export const numbers: Numbers = { kind: 'numbers' };
export const roles: Roles = { kind: 'roles' };
