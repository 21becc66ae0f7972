/**
 * Every per-run setting, once. What else knows of settings follows from this list: the contract's schema, records and rows, flags,
 * the identity of settings, pills, parameters, facts, titles of undo, and what a grid can vary.
 */
import { device, devicePrecision, modelId } from './place.ts';
import { promptSyntax } from './prompt-syntax.ts';
import { negativePrompt, prompt } from './prompts.ts';
import { guidanceScale, scheduler, seed, steps } from './sampling.ts';
import type { Setting } from './setting.ts';
import { height, width } from './size.ts';
import { initImage } from './start-picture.ts';
import { strategy } from './strategy.ts';
import { meantByNothing, type Of, type OneOfOrNone } from './value.ts';
import { vaeTiling } from './vae-tiling.ts';
import type { Asked, Wish } from './wish.ts';

/** A new one goes last. */
export const SETTINGS = [
  modelId,
  device,
  devicePrecision,
  prompt,
  negativePrompt,
  width,
  height,
  steps,
  guidanceScale,
  scheduler,
  seed,
  strategy,
  initImage,
  vaeTiling,
  promptSyntax,
] as const;

/** The values of a list of settings, by their names; what may be left out is optional. */
export type ValuesOf<S extends readonly Setting[]> = {
  readonly [D in S[number] as D['value'] extends OneOfOrNone ? never : D['key']]: Of<D['value']>;
} & {
  readonly [D in S[number] as D['value'] extends OneOfOrNone ? D['key'] : never]?: Of<D['value']> | undefined;
};

/** Everything that decides a picture, for one seed. */
export interface RunSettings extends Plain<ValuesOf<typeof SETTINGS>> {}
type Plain<T> = { readonly [K in keyof T]: T[K] };

/** What a person can ask for of a list of settings; `undefined` leaves it to us. */
export type RequestedOf<S extends readonly Setting[]> = {
  readonly [W in WishOf<S[number]> as W['key']]?: Asked<W['value']> | undefined;
};
type WishOf<D extends Setting> =
  D extends Setting<infer K, infer V, infer W> ? (W extends readonly Wish[] ? W[number] : Wish<K, V>) : never;

/** Everything may be left out: `undefined` leaves the choice to us. */
export type RequestedSettings = RequestedOf<typeof SETTINGS>;

/** What a run has before anybody said anything. */
export const FIRST_SETTINGS: RunSettings = firstOf(SETTINGS);

/** Of each setting that has to be said, what it is where nobody says. */
export function firstOf<S extends readonly Setting[]>(settings: S): ValuesOf<S>;
export function firstOf(settings: readonly Setting[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    settings.flatMap(({ key, value, first }) => {
      const start = first === undefined && value.kind !== 'one-of-or-none' ? meantByNothing(value) : first;
      return start === undefined ? [] : [[key, start]];
    }),
  );
}

/** What settings mean that rows may be older than; what may be left out stays so, and is not among them. */
export function meantBefore(settings: readonly Setting[]): readonly (readonly [key: string, value: unknown])[] {
  return settings.flatMap(({ key, value }) => {
    const meant = value.kind === 'one-of-or-none' ? undefined : meantByNothing(value);
    return meant === undefined ? [] : [[key, meant] as const];
  });
}

const MEANT_BEFORE = meantBefore(SETTINGS);

/** Values of an earlier version: what they do not say is what was meant then. Fields keep their order. */
export function completed<T extends object>(values: T, meant = MEANT_BEFORE): T {
  const missing = meant.filter(([key]) => !(key in values));
  return missing.length === 0 ? values : { ...values, ...Object.fromEntries(missing) };
}

/** The values but some of them. */
export function without<T extends object, K extends keyof T>(values: T, ...keys: readonly K[]): Omit<T, K>;
export function without(values: object, ...keys: readonly PropertyKey[]): object {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

/** In the order that a text has had since before there was the last setting: what neither list names comes between the two. */
export function inOrder(
  first: readonly string[],
  last: readonly string[],
  settings: readonly Setting[] = SETTINGS,
): readonly Setting[] {
  const named = (keys: readonly string[]) => keys.flatMap((key) => settings.filter((each) => each.key === key));
  const others = settings.filter(({ key }) => !first.includes(key) && !last.includes(key));
  return [...named(first), ...others, ...named(last)];
}
