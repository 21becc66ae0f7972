import type { ActionCommand, Command } from '../../commands/command.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { addressOf } from '../../stores/address.ts';
import { editSelectionOf } from './edit-selection.svelte.ts';
import type { HistoryState } from './history-state.svelte.ts';
import { selectionCommands } from './selection-commands.ts';
import { takeoverOf } from '../takeover/takeover.svelte.ts';

/** What can be asked for on the history page. */
export function historyCommands(studio: Studio, history: HistoryState, focusSearch: () => void): readonly Command[] {
  const view = (command: Omit<ActionCommand, 'section' | 'undoable'>): Command => ({
    ...command,
    section: 'View',
    undoable: false,
  });
  const edit = editSelectionOf(studio);
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
      id: 'history-compare',
      title: 'Compare two selected, or a run with its baseline',
      shortcut: 'C',
      enabled: () => pairOf(history) !== null || edit.several,
      run() {
        const pair = pairOf(history);
        if (pair) location.hash = addressOf('compare', pair);
        else edit.open('compare');
      },
    }),
    ...selectionCommands(studio, history),
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
