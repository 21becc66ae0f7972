/** Of settings that a picture carries, those that a run here can have: the contract's own schema says which. */
import { checkOf } from '../../../preload/contract/run-settings.ts';
import type { Setting } from '../../../preload/settings/setting.ts';
import { type RunSettings, SETTINGS } from '../../../preload/settings/settings.ts';
import type { CarriedSettings } from './carried-settings.ts';

/** Two that are one to people: half of a size would be another picture. */
const SIZE: ReadonlySet<string> = new Set(['width', 'height']);

/** The same without what no run can have, which is named in a note. */
export function withinLimits(carried: CarriedSettings): CarriedSettings {
  const { settings } = carried;
  if (!settings) return carried;
  const values: Readonly<Record<string, unknown>> = settings;
  const refused = SETTINGS.filter(({ key, value }) => !checkOf(value).optional().safeParse(values[key]).success);
  if (refused.length === 0) return carried;
  const gone = new Set<string>(refused.flatMap(({ key }) => (SIZE.has(key) ? [...SIZE] : [key])));
  const kept: Partial<RunSettings> = Object.fromEntries(Object.entries(settings).filter(([key]) => !gone.has(key)));
  const named = refused.map((setting) => inWords(setting, values[setting.key])).join('; ');
  return { ...carried, settings: kept, notes: [...carried.notes, `Not possible here: ${named}.`] };
}

function inWords({ value: kind, words }: Setting, value: unknown): string {
  if (typeof value === 'number' && 'limits' in kind && 'min' in kind.limits) {
    return `${words.label} ${value} (${kind.limits.min} to ${kind.limits.max})`;
  }
  if (typeof value === 'string' && kind.kind === 'text') {
    return `${words.label} of ${value.length} characters (at most ${kind.limits.max})`;
  }
  return words.label;
}
