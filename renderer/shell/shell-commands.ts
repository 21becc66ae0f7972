import type { Place } from '../../preload/contract/queue.ts';
import type { Command } from '../commands/command.ts';
import { switchInheritance } from '../work/edits.ts';
import type { Studio } from '../stores/studio.svelte.ts';
import { goTo, PAGES, WELCOME } from './pages.ts';

/** Run queues; where in the queue, its menu says. */
const RUNS: readonly {
  readonly id: string;
  readonly title: string;
  readonly shortcut: string;
  readonly place: Place;
}[] = [
  { id: 'run', title: 'Run', shortcut: 'Mod+Enter', place: 'last' },
  { id: 'run-next', title: 'Run next', shortcut: 'Mod+Shift+Enter', place: 'next' },
  { id: 'run-now', title: 'Run now', shortcut: 'Mod+Alt+Enter', place: 'now' },
];

/** What can be asked for on every page. */
export function shellCommands(studio: Studio, guide: { start(): void }, showShortcuts: () => void): readonly Command[] {
  const { composition, runs } = studio;
  return [
    ...RUNS.map(({ id, title, shortcut, place }): Command => ({
      id,
      title,
      section: 'Run',
      shortcut,
      inText: true,
      undoable: false,
      enabled: () => studio.model !== null && studio.connection === 'connected',
      run: () => studio.run(place),
    })),
    {
      id: 'cancel',
      title: 'Cancel the picture under way',
      section: 'Run',
      shortcut: 'Mod+.',
      inText: true,
      undoable: false,
      enabled: () => runs.busy,
      run: () => runs.cancel(),
    },
    {
      id: 'cancel-all',
      title: 'Cancel the whole queue',
      section: 'Run',
      undoable: false,
      enabled: () => studio.tasks.active.length > 0,
      run: () => studio.queue.cancelAll(studio.tasks.active),
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
      shortcut: page.shortcut ?? `Mod+${index + 1}`,
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
      section: 'Help',
      shortcut: '?',
      undoable: false,
      run: showShortcuts,
    },
    {
      id: 'guide',
      title: 'The first minute',
      section: 'Help',
      undoable: false,
      run: () => guide.start(),
    },
  ];
}
