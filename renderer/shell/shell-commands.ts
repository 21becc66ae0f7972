import type { Command } from '../commands/command.ts';
import { switchInheritance } from '../work/edits.ts';
import type { Studio } from '../stores/studio.svelte.ts';
import { goTo, PAGES, WELCOME } from './pages.ts';

/** What can be asked for on every page. */
export function shellCommands(studio: Studio, showShortcuts: () => void): readonly Command[] {
  const { composition, runs } = studio;
  return [
    {
      id: 'run',
      title: 'Run',
      section: 'Run',
      shortcut: 'Mod+Enter',
      inText: true,
      undoable: false,
      enabled: () => studio.model !== null && !runs.busy && studio.connection === 'connected',
      run: () => studio.run(),
    },
    {
      id: 'cancel',
      title: 'Cancel the run',
      section: 'Run',
      shortcut: 'Mod+.',
      inText: true,
      undoable: false,
      enabled: () => runs.busy,
      run: () => runs.cancel(),
    },
    {
      id: 'pause-queue',
      title: 'Pause or resume the queue',
      section: 'Run',
      undoable: false,
      enabled: () => studio.connection === 'connected',
      run: () => studio.pause.set(!studio.pause.paused),
    },
    {
      id: 'inheritance',
      title: 'Inheritance on or off',
      section: 'Run',
      shortcut: 'Mod+I',
      undoable: true,
      change: (composition) => switchInheritance(!composition.on).change(composition),
    },
    {
      id: 'undo',
      title: 'Undo',
      section: 'Compose',
      shortcut: 'Mod+Z',
      undoable: false,
      enabled: () => composition.undoTitle !== null,
      run: () => composition.undo(),
    },
    {
      id: 'redo',
      title: 'Redo',
      section: 'Compose',
      shortcut: 'Mod+Shift+Z',
      undoable: false,
      enabled: () => composition.redoTitle !== null,
      run: () => composition.redo(),
    },
    ...PAGES.map((page, index): Command => ({
      id: `page-${page.id}`,
      title: page.title,
      section: 'Go to',
      shortcut: `Mod+${index + 1}`,
      inText: true,
      undoable: false,
      run: () => goTo(page),
    })),
    {
      id: `page-${WELCOME.id}`,
      title: WELCOME.title,
      section: 'Go to',
      undoable: false,
      run: () => goTo(WELCOME),
    },
    {
      id: 'theme',
      title: 'Dark or light',
      section: 'View',
      shortcut: 'Mod+Shift+L',
      inText: true,
      undoable: false,
      run: () => studio.prefer({ theme: document.documentElement.dataset['theme'] === 'light' ? 'dark' : 'light' }),
    },
    {
      id: 'shortcuts',
      title: 'Keyboard shortcuts',
      section: 'View',
      shortcut: '?',
      undoable: false,
      run: showShortcuts,
    },
  ];
}
