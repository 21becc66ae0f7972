import type { ActionCommand, Command } from '../../commands/command.ts';
import type { PictureMenu } from '../../stores/shown-picture.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { runsInWords } from '../../words/labels.ts';
import { editSelectionOf, type Panel } from './edit-selection.svelte.ts';
import type { HistoryState } from './history-state.svelte.ts';

/** What can be asked for of all selected runs together. */
export function selectionCommands(studio: Studio, history: HistoryState): readonly Command[] {
  const edit = editSelectionOf(studio);
  const command = (each: Omit<ActionCommand, 'section' | 'undoable'>): Command => ({
    ...each,
    section: 'View',
    undoable: false,
  });
  const some = () => history.selection.ids.size > 0;
  const panel = (id: string, title: string, shortcut: string, which: Panel) =>
    command({ id, title, shortcut, enabled: () => edit.several, run: () => edit.open(which) });
  return [
    command({
      id: 'history-select-all',
      title: 'Select all that are found',
      shortcut: 'Mod+A',
      enabled: () => history.list.total > 0,
      run: () => history.chooseAll(),
    }),
    command({
      id: 'history-let-go',
      title: 'Let go of the selection',
      shortcut: 'Esc',
      enabled: some,
      run: () => history.letGo(),
    }),
    command({
      id: 'history-favourite',
      title: 'Favourite, or no longer',
      shortcut: 'F',
      enabled: some,
      run: () => edit.toggleFavourite(),
    }),
    panel('history-tag', 'Tag the selected runs', 'T', 'tag'),
    panel('history-export', 'Export the selected runs', 'E', 'export'),
    ...(history.filter.trashed
      ? [command({ id: 'history-put-back', title: 'Put back', enabled: some, run: () => edit.putBack() })]
      : [
          command({
            id: 'history-trash',
            title: 'Move to the trash',
            shortcut: 'Delete',
            enabled: some,
            run: () => edit.trash(),
          }),
        ]),
  ];
}

/** The menu of a picture that is one of several selected: it is about all of them. */
export function selectionMenu(count: number): PictureMenu {
  return {
    title: `${runsInWords(count)} selected`,
    groups: [
      ['history-favourite', 'history-tag', 'history-export', 'history-compare'],
      ['history-put-back', 'history-trash'],
      ['history-let-go'],
    ],
  };
}
