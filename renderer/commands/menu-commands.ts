import type { MenuCommand } from '../../preload/bridge.ts';
import { type Command, isEnabled } from './command.ts';

/**
 * The commands as a menu of the desktop shows them. Reads what `enabled` reads: an effect that calls this follows it.
 * Keys that are heard in one place only are not shown: Ctrl+C is the picture's in the viewer, and the text's elsewhere.
 */
export function menuCommands(commands: readonly Command[]): MenuCommand[] {
  return commands.map((command) => {
    const { id, title, shortcut = null, section, on } = command;
    return { id, title, shortcut: on ? null : shortcut, section, enabled: isEnabled(command) };
  });
}
