/**
 * What becomes of each key of a config file. A key that changes the result is never ignored: the reader uses it, refuses what it does
 * not build, or warns. `reference/record_config_keys.py` records the keys that diffusers and transformers read; each has a row.
 */
import { UnsupportedConfigError } from './errors.ts';
import { listed } from './listed.ts';

export type KeyRule =
  /** Read, and checked, by the reader. */
  | 'used'
  /** Changes nothing of what we compute, whatever it says: why. */
  | { readonly harmless: string }
  /** Changes what is computed in ways that we do not build; but for these values, which leave it alone. */
  | { readonly only: readonly unknown[]; readonly remedy?: string }
  /** Not read, as diffusers does not read it, though a person could think so: what to know where it has none of these values. */
  | { readonly unread: string; readonly silent: readonly unknown[] };

export type KeyTable = Readonly<Record<string, KeyRule>>;

/** Some keys for one reason. @param keys with spaces between them. */
export function rows(keys: string, rule: KeyRule): KeyTable {
  return Object.fromEntries(keys.split(' ').map((key) => [key, rule]));
}

/** Keys that begin so are the libraries' own notes (`_class_name`, `_diffusers_version`, `_name_or_path`). */
const NOTE = '_';

/** Characters of a value that a message shows. */
const SHOWN = 80;

/** Every record of a run carries its warnings. */
const MOST_UNKNOWN = 20;

/** A value of a file as messages show it. */
export function shown(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? 'nothing';
  } catch {
    text = 'something that is nested too deep';
  }
  return cut(text);
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/**
 * Refuses what a table refuses.
 * @param source what messages call the file.
 * @param advice what there is instead.
 * @throws UnsupportedConfigError that names each such key, its value and those that would do.
 */
export function refuseKeys(json: object, table: KeyTable, source: string, advice: string): void {
  const complaints = ruled(json, table).flatMap(([key, value, rule]) => {
    if (rule === undefined || rule === 'used' || !('only' in rule) || includes(rule.only, value)) return [];
    const wanted = listed(rule.only.map(shown), 'or');
    return [`${source}: ${key} is ${shown(value)}; expected ${wanted}. ${rule.remedy ?? advice}`];
  });
  if (complaints.length > 0) throw new UnsupportedConfigError(complaints.join('\n'));
}

/** Keys that a table does not have, and those that a person should know are not read: a warning for each. */
export function keyWarnings(json: object, table: KeyTable, source: string): readonly string[] {
  const all = ruled(json, table);
  const unknown = all.filter(([, , rule]) => rule === undefined);
  return [
    ...unknown
      .slice(0, MOST_UNKNOWN)
      .map(([key]) => `${source}: ${cut(key)} is not a key that is known here: it is left out of account`),
    ...(unknown.length > MOST_UNKNOWN ? [`${source}: nor are ${unknown.length - MOST_UNKNOWN} more of its keys`] : []),
    ...all.flatMap(([key, value, rule]) => {
      if (rule === undefined || rule === 'used' || !('unread' in rule) || includes(rule.silent, value)) return [];
      return [`${source}: ${key} is ${shown(value)}: ${rule.unread}`];
    }),
  ];
}

type Ruled = readonly [key: string, value: unknown, rule: KeyRule | undefined];

function ruled(json: object, table: KeyTable): readonly Ruled[] {
  return Object.entries(json)
    .filter(([key]) => !key.startsWith(NOTE))
    .map(([key, value]) => [key, value, Object.hasOwn(table, key) ? table[key] : undefined]);
}

/** Lists are values too: `[false, false]`. */
function includes(values: readonly unknown[], value: unknown): boolean {
  return values.some((each) => each === value || (typeof each === 'object' && shown(each) === shown(value)));
}
