/** Electron's names where they differ from those of the page's shortcuts (renderer/commands). */
const NAMES: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Escape: 'Esc',
  ' ': 'Space',
};

/** What Electron can show beside a title; with any other name it would refuse the whole menu. */
const SHOWABLE =
  /^((CommandOrControl|Shift|Alt)\+)*([A-Z0-9]|F\d{1,2}|Up|Down|Left|Right|Esc|Enter|Space|Delete|Backspace|Tab|Home|End|PageUp|PageDown|[?,./;'[\]\\`=-])$/;

/** `Mod+Shift+z` as Electron writes it; null for a shortcut that a menu cannot show. */
export function acceleratorOf(shortcut: string): string | null {
  const names = shortcut.split('+').map((name) => NAMES[name] ?? (name.length === 1 ? name.toUpperCase() : name));
  const accelerator = names.join('+');
  return SHOWABLE.test(accelerator) ? accelerator : null;
}
