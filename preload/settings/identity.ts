/** When two runs are of the same settings: wholly, or as far as some question goes. */
import type { Decides, Setting } from './setting.ts';
import { type RunSettings, SETTINGS } from './settings.ts';
import { meantByNothing, type Of, type Value } from './value.ts';

/** A value as a text that does not depend on the order in which its fields were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** The same for settings that make the same picture in the same way, whatever they leave out. */
export function identityOf(values: RunSettings, settings: readonly Setting[] = SETTINGS): string {
  return canonical(settings.map(({ key, value }) => [key, meant(values, key, value)]));
}

/**
 * The same for settings that take the same time.
 * @param parts what of the time is asked: that of one call, the number of calls, all that is around them.
 * @param apart settings that whoever asks compares in a way of its own.
 */
export function paceOf(
  values: Partial<RunSettings>,
  parts: readonly Decides<unknown>['time'][],
  apart: readonly (keyof RunSettings)[] = [],
  settings: readonly Setting[] = SETTINGS,
): string {
  const left: readonly string[] = apart;
  const asked = settings.filter(({ key, decides }) => parts.includes(decides.time) && !left.includes(key));
  return canonical(
    asked.map(({ key, value, decides }) => {
      const said = meant(values, key, value);
      return [key, said !== undefined && decides.pace ? decides.pace(said) : said];
    }),
  );
}

/** What a setting is, said or not. */
function meant(values: Partial<RunSettings>, key: string, value: Value): Of<Value> | undefined {
  const known: Readonly<Record<string, Of<Value> | undefined>> = values;
  const said = known[key];
  return said === undefined ? meantByNothing(value) : said;
}
