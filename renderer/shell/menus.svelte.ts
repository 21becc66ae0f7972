import { menuCommands } from '../commands/menu-commands.ts';
import type { Studio } from '../stores/studio.svelte.ts';

/** The desktop's menus show the page's commands and give them. Call while a component is made. */
export function followMenus({ host: { desktop }, commands }: Studio): void {
  if (!desktop) return;
  $effect(() => desktop.setCommands(menuCommands(commands.all)));
  $effect(() =>
    desktop.onCommand((id) => {
      const command = commands.find(id);
      if (command) commands.perform(command);
    }),
  );
}
