/** The flags of the per-run settings, as their list says them. */
import { type Command, Option } from 'commander';
import { inOrder, SETTINGS } from '../../preload/settings/settings.ts';
import type { Setting } from '../../preload/settings/setting.ts';
import type { Wish, WishValue } from '../../preload/settings/wish.ts';
import * as values from './values.ts';

/** What is written behind a flag becomes what is wished for under its key, whatever the flag is called. */
class WishOption extends Option {
  readonly #key: string;

  constructor(names: string, help: string, key: string) {
    super(names, help);
    this.#key = key;
  }

  override attributeName(): string {
    return this.#key;
  }
}

/** Adds the flags of a list of settings, in the order in which `--help` shows them. */
export function withSettingFlags(command: Command, settings: readonly Setting[] = SETTINGS): Command {
  const first = ['negativePrompt', 'modelId', 'strategy', 'steps', 'guidanceScale', 'seed', 'width', 'scheduler'];
  const options = inOrder(first, ['device', 'devicePrecision'], settings).flatMap(wishesOf).flatMap(optionsOf);
  return options.reduce((with_, option) => with_.addOption(option), command);
}

/** What a person can ask for of a setting: its parts, or itself. */
function wishesOf({ key, value, flag, wishes }: Setting): readonly Wish[] {
  return wishes ?? [flag ? { key, value, flag } : { key, value }];
}

function optionsOf({ key, value, flag }: Wish): readonly Option[] {
  if (!flag) return [];
  const option = new WishOption(flag.names, flag.help, key);
  const read = readerOf(value.kind, value);
  if (read) option.argParser(read);
  const [long = ''] = /^[\w-]+/.exec(flag.names.slice(flag.names.lastIndexOf('--') + 2)) ?? [];
  return flag.no === undefined ? [option] : [option, new WishOption(`--no-${long}`, flag.no, key)];
}

type Reader = (text: string, before: unknown) => unknown;
type ByKind = { readonly [V in WishValue as V['kind']]: V };

/** How the text behind a flag is read; null: as it stands. */
const READERS: { readonly [K in keyof ByKind]: (value: ByKind[K]) => Reader | null } = {
  bool: () => null,
  text: () => null,
  whole: ({ limits }) => values.wholeNumber(limits.min, limits.max),
  real: ({ limits }) => values.decimal(limits.min, limits.max),
  'one-of': ({ ids }) => values.oneOf(ids),
  'one-of-or-none': ({ ids }) => values.oneOf(ids),
  strategy: () => null,
  'start-picture': () => null,
  size: () => values.size,
  numbers: () => values.seeds,
  roles: () => (text, before) => values.roles(text, isRoles(before) ? before : undefined),
};

function readerOf<K extends keyof ByKind>(kind: K, value: ByKind[K]): Reader | null {
  return READERS[kind](value);
}

function isRoles(before: unknown): before is Readonly<Record<string, string>> {
  return typeof before === 'object' && before !== null;
}
