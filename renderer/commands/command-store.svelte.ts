import { untrack } from 'svelte';
import type { CompositionStore } from '../work/composition-store.svelte.ts';
import { type Command, isEnabled } from './command.ts';
import { IS_MAC, matches } from './shortcut.ts';

/** Every command that can be given now: the shell's, and those of the page on screen. */
export class CommandStore {
  #commands = $state.raw<readonly Command[]>([]);
  readonly #composition: CompositionStore;
  readonly #onError: (error: unknown) => void;

  constructor(composition: CompositionStore, onError: (error: unknown) => void) {
    this.#composition = composition;
    this.#onError = onError;
  }

  get all(): readonly Command[] {
    return this.#commands;
  }

  /** Returns how to take them away again: what an effect of a page returns. */
  register(commands: readonly Command[]): () => void {
    // An effect that registers must not run again because somebody registered.
    untrack(() => (this.#commands = [...this.#commands, ...commands]));
    return () => (this.#commands = this.#commands.filter((command) => !commands.includes(command)));
  }

  find(id: string): Command | undefined {
    return this.#commands.find((command) => command.id === id);
  }

  perform(command: Command): void {
    if (!isEnabled(command)) return;
    if (command.undoable) {
      this.#composition.edit(command);
      return;
    }
    Promise.try(command.run).catch(this.#onError);
  }

  /** For the window's keydown as it comes down: a button that has the focus would take Ctrl+Enter for itself. */
  handleChord(event: KeyboardEvent): void {
    this.#handle(event, isChord);
  }

  /** For the window's keydown after everybody else's: a letter belongs to whatever has the focus and a use for it. */
  handleKey(event: KeyboardEvent): void {
    this.#handle(event, (shortcut) => !isChord(shortcut));
  }

  #handle(event: KeyboardEvent, concerns: (shortcut: string) => boolean): void {
    if (event.defaultPrevented || event.isComposing) return;
    const inText = isTextField(event.target);
    const command = this.#commands.find(
      (each) =>
        each.shortcut &&
        concerns(each.shortcut) &&
        (!inText || each.inText) &&
        matches(each.shortcut, event, IS_MAC) &&
        isHeard(each, event.target),
    );
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    this.perform(command);
  }
}

function isChord(shortcut: string): boolean {
  return shortcut.startsWith('Mod+');
}

/** Letters are not meant for the page behind a popup or a sheet; and the viewer has its own. */
function isHeard(command: Command, target: EventTarget | null): boolean {
  const around = (selector: string) => target instanceof Element && target.closest(selector) !== null;
  if (command.on === 'viewer') return around('[data-viewer]') && isEnabled(command);
  if (command.on === 'picture') return around('[data-picture]') && isEnabled(command);
  return isChord(command.shortcut!) || !around('[role=dialog], [role=menu]');
}

/** What takes letters for itself; a slider, a radio button or a checkbox does not. */
const TEXT_FIELDS = 'textarea, select, input:not([type=range], [type=radio], [type=checkbox])';

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(TEXT_FIELDS));
}
