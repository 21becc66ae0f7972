import type { ActionCommand, Command } from '../../commands/command.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { addressOf } from '../../stores/address.ts';
import type { HistoryState } from './history-state.svelte.ts';
import { takeoverOf } from '../takeover/takeover.svelte.ts';

/** What can be asked for on the history page. */
export function historyCommands(studio: Studio, history: HistoryState, focusSearch: () => void): readonly Command[] {
  const view = (command: Omit<ActionCommand, 'section' | 'undoable'>): Command => ({
    ...command,
    section: 'View',
    undoable: false,
  });
  const one = () => history.shown !== null;
  return [
    view({ id: 'history-search', title: 'Search the history', shortcut: '/', run: focusSearch }),
    view({
      id: 'history-restore',
      title: 'Take the settings over',
      shortcut: 'R',
      enabled: one,
      run: () => takeoverOf(studio).take(`run ${history.shown!.id}`, history.shown!.settings),
    }),
    view({
      id: 'history-duplicate',
      title: 'Queue it again with another seed',
      shortcut: 'D',
      enabled: one,
      async run() {
        await history.duplicate(history.shown!);
        studio.notices.done('Queued with another seed');
      },
    }),
    view({
      id: 'history-favourite',
      title: 'Favourite',
      shortcut: 'F',
      enabled: one,
      run: () => history.update(history.shown!.id, { favourite: !history.shown!.favourite }),
    }),
    view({
      id: 'history-compare',
      title: 'Compare the two selected, or a run with its baseline',
      shortcut: 'C',
      enabled: () => pairOf(history) !== null,
      run: () => void (location.hash = addressOf('compare', pairOf(history)!)),
    }),
    view({
      id: 'history-trash',
      title: 'Move to the trash',
      shortcut: 'Delete',
      enabled: () => history.selection.ids.size > 0 && !history.filter.trashed,
      run: () => history.trash(history.selection.ids),
    }),
  ];
}

/** The older on the left; a single run against its baseline. */
export function pairOf({ selection, shown }: HistoryState): { readonly a: number; readonly b: number } | null {
  if (selection.ids.size === 2) {
    const [a, b] = [...selection.ids].toSorted((x, y) => x - y) as [number, number];
    return { a, b };
  }
  return shown && shown.baselineId !== null ? { a: shown.baselineId, b: shown.id } : null;
}
