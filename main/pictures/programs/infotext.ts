/**
 * A prompt, a negative prompt and a line of settings: the text that AUTOMATIC1111's web UI started and most programs write. Its
 * own reader takes a last line for settings where it has three fields; so does this, and names that everybody has count.
 */
import { fieldsIn } from './fields.ts';

export interface Infotext {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** What some programs call it -> what A1111 does. */
const NAMES: Readonly<Record<string, string>> = {
  steps: 'Steps',
  sampler: 'Sampler',
  'schedule type': 'Schedule type',
  scheduler: 'Schedule type',
  'cfg scale': 'CFG scale',
  'guidance scale': 'CFG scale',
  seed: 'Seed',
  size: 'Size',
};
/** Fields of settings too, which mean nothing here. */
const OTHERS = ['model', 'model hash', 'version', 'clip skip', 'denoising strength', 'vae', 'rng'];
const KNOWN = new Set([...Object.keys(NAMES), ...OTHERS]);
/** As A1111's reader has it. */
const ENOUGH = 3;
const NEGATIVE = 'Negative prompt:';
const STEPS = /^\s*Steps:\s*\d+\s*(?:[,|]|$)/;
/** Characters in which the first fields stand. */
const LOOKED_AT = 4000;
/** Lines from the end on, of which one may be that of settings. */
const MAX_LINES = 1000;
/** Places in a text without lines where settings may begin. */
const MAX_TRIED = 16;

/** Any text; one without settings is a prompt. Time goes with its length. */
export function readInfotext(text: string): Infotext {
  const clean = text.replaceAll('\r\n', '\n').replaceAll('\0', '').trim();
  const at = settingsLineIn(clean) ?? settingsInLine(clean) ?? clean.length;
  const fields = fieldsIn(clean.slice(at));
  return { ...promptsIn(clean.slice(0, at)), fields: byOurNames(fields) };
}

/** Whether it is more than words: a comment of a camera's is no prompt. */
export function saysSettings({ fields }: Infotext): boolean {
  return knownIn(fields) > 0;
}

/** Where the last line begins that is one of settings. */
function settingsLineIn(text: string): number | null {
  for (let [end, lines] = [text.length, 0]; end > 0 && lines < MAX_LINES; lines += 1) {
    const from = text.lastIndexOf('\n', end - 1) + 1;
    if (isSettings(text.slice(from, end))) return from;
    end = from - 1;
  }
  return null;
}

function isSettings(line: string): boolean {
  if (!line.includes(':')) return false;
  const fields = fieldsIn(line.slice(0, LOOKED_AT));
  const known = knownIn(fields);
  const [first = ''] = fields.keys();
  const begins = KNOWN.has(first.toLowerCase()); // or a prompt stands before them, on the same line
  return (begins && known >= ENOUGH) || (STEPS.test(line) && (known > 1 || fields.size === 1));
}

/** Where they begin in a text that is all one line, as some programs write it and galleries leave it. */
function settingsInLine(text: string): number | null {
  let tried = 0;
  for (let at = text.indexOf(' Steps: '); at >= 0 && tried < MAX_TRIED; at = text.indexOf(' Steps: ', at + 1)) {
    tried += 1;
    const rest = text.slice(at + 1, at + 1 + LOOKED_AT);
    if (STEPS.test(rest) && knownIn(fieldsIn(rest)) >= ENOUGH) return at + 1;
  }
  return null;
}

function knownIn(fields: ReadonlyMap<string, string>): number {
  return [...fields].filter(([name, value]) => value !== '' && KNOWN.has(name.toLowerCase())).length;
}

/** The negative prompt has lines of its own; in a text that is one line it follows in it. */
function promptsIn(text: string): { readonly prompt: string; readonly negativePrompt: string } {
  const own = text.startsWith(NEGATIVE) ? 0 : text.indexOf(`\n${NEGATIVE}`);
  const at = own >= 0 ? own : text.indexOf(` ${NEGATIVE}`);
  if (at < 0) return { prompt: text.trim(), negativePrompt: '' };
  const rest = text.slice(at).trimStart();
  return { prompt: text.slice(0, at).trim(), negativePrompt: rest.slice(NEGATIVE.length).trim() };
}

/** A1111's own name comes before another for the same. */
function byOurNames(fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...fields].map(([name, value]) => {
      const ours = NAMES[name.toLowerCase()] ?? name;
      return [ours === name || fields.has(ours) ? name : ours, value];
    }),
  );
}
