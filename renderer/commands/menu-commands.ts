import type { MenuCommand } from '../../preload/bridge.ts';
import { type Command, isEnabled } from './command.ts';

/** The commands as a menu of the desktop shows them. Reads what `enabled` reads: an effect that calls this follows it. */
export function menuCommands(commands: readonly Command[]): MenuCommand[] {
  return commands.map((command) => {
    const { id, title, shortcut = null, section } = command;
    return { id, title, shortcut, section, enabled: isEnabled(command) };
  });
}
