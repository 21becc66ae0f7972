/** One object serves button, key and menu, and says whether undo records what it does. */
import type { Edit } from '../work/edits.ts';

interface Described {
  readonly id: string;
  readonly title: string;
  /** `Mod+Shift+Z`; Mod is Cmd on a Mac and Ctrl elsewhere. */
  readonly shortcut?: string;
  /** Heading under which the list of shortcuts shows it. */
  readonly section: Section;
  /** Where alone its key is heard: on a picture that has the focus, or in the viewer. Left out: on every page. */
  readonly on?: Place;
  /** Works while a text field has the focus. Undo does not: there it is the field's own. */
  readonly inText?: boolean;
  readonly enabled?: () => boolean;
}

/** Changes the composition and nothing else: undo records it under its title. */
export interface EditCommand extends Described, Edit {
  readonly undoable: true;
}

/** Anything else a person can ask for. */
export interface ActionCommand extends Described {
  readonly undoable: false;
  readonly run: () => void | Promise<void>;
}

export type Command = EditCommand | ActionCommand;

/** `data-picture` and `data-viewer` mark the elements. */
export type Place = 'picture' | 'viewer';

export const SECTIONS = ['Run', 'Compose', 'Picture', 'Go to', 'View', 'Help'] as const;
export type Section = (typeof SECTIONS)[number];

export function isEnabled({ enabled }: Command): boolean {
  return enabled?.() ?? true;
}
