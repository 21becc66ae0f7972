/** What a picture of another program says of how it was made, as far as it applies here. */
import type { RunSettings } from '../../../preload/settings/settings.ts';
import { readOthers } from './programs.ts';
import { takenOver } from './take-over.ts';

/** `settings`: null where they cannot be read, which a note says. */
export interface OthersRun {
  readonly settings: Partial<RunSettings> | null;
  readonly notes: string[];
}

/** Characters of a field that a note has room for. */
const MAX_FIELD = 80;
/** Fields that are named; of more it is said how many. */
const MAX_NAMED = 60;

/** A1111's, ComfyUI's and others': a file each in this folder. null where nothing says anything. */
export function othersRun(texts: ReadonlyMap<string, string>): OthersRun | null {
  const said = readOthers(texts);
  if (!said) return null;
  const whose = `These are the settings of ${said.program}.`;
  if ('why' in said) return { settings: null, notes: [whose, `They are not read: ${said.why}.`] };
  const { settings, unread } = takenOver(said);
  const none = said.fields.size === 0 ? ['They say no more than the prompt.'] : [];
  return { settings, notes: [whose, ...none, ...notTaken(unread)] };
}

function notTaken(fields: readonly string[]): readonly string[] {
  if (fields.length === 0) return [];
  const more = fields.length > MAX_NAMED ? [`and ${fields.length - MAX_NAMED} more`] : [];
  return [`Not taken over: ${[...fields.slice(0, MAX_NAMED).map(shown), ...more].join(', ')}.`];
}

function shown(field: string): string {
  const line = field.replaceAll('\n', ' ');
  return line.length <= MAX_FIELD ? line : `${line.slice(0, MAX_FIELD)}…`;
}
