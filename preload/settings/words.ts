/** What is said of settings: under a picture's heading, in lists of facts, in a picture's parameters, by undo. */
import type { About, Line, Pill, Setting } from './setting.ts';
import { inOrder, type RunSettings, SETTINGS } from './settings.ts';
import type { Of, Value } from './value.ts';

/** Some or all settings, and names of what has ids. */
export interface Described extends Partial<Omit<About, 'settings'>> {
  readonly settings: Partial<RunSettings>;
}

interface TaggedPill extends Pill {
  /** The setting that it is of. */
  readonly key: string;
}

/** The pills of settings in the order in which pictures show them; a setting that is not given has none. */
export function pillsOf(described: Described, settings: readonly Setting[] = SETTINGS): readonly TaggedPill[] {
  const first = ['modelId', 'width', 'scheduler', 'steps', 'guidanceScale', 'seed', 'strategy', 'device'];
  return said(described, inOrder(first, ['negativePrompt'], settings), (setting, value, about) => {
    const { key, words } = setting;
    const pills = words.pills?.(value, about) ?? lines(words.pill, setting, value, about).map(plain(key));
    return pills.map((pill) => ({ key, ...pill }));
  });
}

/** What decided a picture, as a list of facts. */
export function factsOf(described: Described, settings: readonly Setting[] = SETTINGS): readonly Line[] {
  const first = ['modelId', 'width', 'steps', 'scheduler', 'guidanceScale', 'seed', 'device'];
  return said(
    described,
    inOrder(first, ['strategy'], settings),
    (setting, value, about) => setting.words.facts?.(value, about) ?? lines(setting.words.label, setting, value, about),
  );
}

/** The fields of a picture's parameters, in the order that galleries expect. */
export function parameterLines(described: Described, settings: readonly Setting[] = SETTINGS): readonly Line[] {
  const first = ['steps', 'scheduler', 'guidanceScale', 'seed', 'width', 'modelId'];
  return said(
    described,
    inOrder(first, ['strategy'], settings),
    (setting, value, about) =>
      setting.words.parameters?.(value, about) ?? lines(setting.words.parameter, setting, value, about),
  );
}

/** Settings that a picture's parameters name, whoever wrote them, and the fields that had a meaning. */
export function readFromLines(
  fields: ReadonlyMap<string, string>,
  settings?: readonly Setting[],
): { readonly settings: Partial<RunSettings>; readonly understood: ReadonlySet<string> };
export function readFromLines(fields: ReadonlyMap<string, string>, settings: readonly Setting[] = SETTINGS) {
  const read = settings.flatMap(({ key, fromParameters }) => {
    const text = fromParameters && fields.get(fromParameters.field);
    if (!fromParameters || text === undefined) return [];
    const { field, beside } = fromParameters;
    const value = fromParameters.read(text, beside && fields.get(beside));
    return value === undefined ? [] : [{ key, value, fields: [field, ...(beside ? [beside] : [])] }];
  });
  return {
    settings: Object.fromEntries(read.map(({ key, value }) => [key, value])),
    understood: new Set(read.flatMap((each) => each.fields)),
  };
}

/** What undo calls a change: by the first setting that it changes. @returns null where it changes none. */
export function titleOfEdit(change: Partial<RunSettings>, settings: readonly Setting[] = SETTINGS): string | null {
  const last = ['scheduler', 'steps', 'guidanceScale', 'seed', 'width', 'height', 'device'];
  const [title = null] = said(
    { settings: change },
    inOrder(['prompt', 'negativePrompt', 'modelId'], last, settings),
    (setting, value) => [setting.words.edit?.(value) ?? editOf(setting, value)],
  );
  return title;
}

/** A value as an axis or a line says it; null: nothing to speak of. */
export function inWords({ value: kind, words }: Setting, value: Of<Value>, names: Partial<About> = {}): string | null {
  const about = { ...NOTHING_ELSE, ...names };
  if (words.value) return words.value(value, about);
  if (kind.kind === 'bool') return value ? 'on' : null;
  return value === null ? null : String(value);
}

const NOTHING_ELSE: About = { settings: {}, modelName: () => null, unetName: (id) => id, beside: new Set() };

function editOf(setting: Setting, value: Of<Value>): string {
  const { label } = setting.words;
  switch (setting.value.kind) {
    case 'bool':
      return value ? label : `No ${label}`;
    case 'whole':
    case 'real':
      return `${label} ${String(value)}`;
    case 'one-of':
      return inWords(setting, value) ?? label;
    default:
      return label;
  }
}

function lines(name: string | undefined, setting: Setting, value: Of<Value>, about: About): readonly Line[] {
  const words = name === undefined ? null : inWords(setting, value, about);
  return words === null || name === undefined ? [] : [[name, words]];
}

function plain(key: string): (line: Line) => Pill {
  return (line) => ({ line, variesBy: [key] });
}

/** What each setting that has a value says. */
function said<T>(
  { settings: values, ...names }: Described,
  settings: readonly Setting[],
  say: (setting: Setting, value: Of<Value>, about: About) => readonly T[],
): readonly T[] {
  const about = { ...NOTHING_ELSE, ...names, settings: values };
  const known: Readonly<Record<string, Of<Value> | undefined>> = values;
  return settings.flatMap((setting) => {
    const value = known[setting.key];
    return value === undefined ? [] : say(setting, value, about);
  });
}
