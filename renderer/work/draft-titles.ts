/** What undo calls a change of the header's settings. */
import { titleOfEdit } from '../../preload/settings/words.ts';
import type { Draft } from './draft.ts';

/** By the setting that changes; how seeds are drawn comes after the seed, and how many pictures there are. */
export function titleOfChange({ seedLocked, count, ...settings }: Partial<Draft>): string {
  const title = titleOfEdit(settings);
  if (title !== null) return title;
  if (seedLocked !== undefined) return seedLocked ? 'Keep the seed' : 'A new seed for each run';
  return count === undefined ? 'Settings' : `${count} pictures`;
}
