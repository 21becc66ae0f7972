import { untrack } from 'svelte';
import type { CompositionStore } from '../composer/composition-store.svelte.ts';
import { type Command, isEnabled } from './command.ts';
import { IS_MAC } from './platform.ts';
import { matches } from './shortcut.ts';

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

  /** For the window's keydown. */
  handleKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const inText = isTextField(event.target);
    const command = this.#commands.find(
      ({ shortcut, inText: allowed }) => shortcut && (!inText || allowed) && matches(shortcut, event, IS_MAC),
    );
    if (!command) return;
    event.preventDefault();
    this.perform(command);
  }
}

/** What takes letters for itself; a slider, a radio button or a checkbox does not. */
const TEXT_FIELDS = 'textarea, select, input:not([type=range], [type=radio], [type=checkbox])';

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(TEXT_FIELDS));
}
