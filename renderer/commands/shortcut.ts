/** Shortcuts as text: `Mod+Shift+Z`, `?`, `Space`. */
export const IS_MAC = /mac/i.test(globalThis.navigator?.platform ?? '');

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const KEYS: Readonly<Record<string, string>> = { space: ' ', enter: 'enter', esc: 'escape', plus: '+' };

export function matches(shortcut: string, press: KeyPress, mac: boolean): boolean {
  const parts = shortcut.toLowerCase().split('+');
  const name = parts.at(-1)!;
  const key = KEYS[name] ?? name;
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  // A sign such as `?` is typed with Shift on some keyboards and without on others.
  const isSign = /^[^a-z0-9 ]$/.test(key);
  const [mod, other] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  return (
    press.key.toLowerCase() === key &&
    mod === wants('mod') &&
    !other &&
    press.altKey === wants('alt') &&
    (isSign || press.shiftKey === wants('shift'))
  );
}

const MAC_NAMES: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↩' };
const NAMES: Readonly<Record<string, string>> = { mod: 'Ctrl', arrowleft: '←', arrowright: '→', plus: '+' };

/** As a key cap shows it: `Ctrl Shift Z`, `⌘ ⇧ Z`. */
export function keysOf(shortcut: string, mac: boolean): readonly string[] {
  return shortcut
    .split('+')
    .map((part) => (mac ? MAC_NAMES[part.toLowerCase()] : undefined) ?? NAMES[part.toLowerCase()] ?? part);
}

/** For aria-keyshortcuts: `Control+Shift+Z`. */
export function ariaShortcut(shortcut: string, mac: boolean): string {
  return shortcut.replace('Mod', mac ? 'Meta' : 'Control');
}
