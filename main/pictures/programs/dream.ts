/** InvokeAI's early command line: `"a fox [blurry]" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms`. */
import type { Said } from './said.ts';

/** A switch -> A1111's name; those of the size are one. */
const SWITCHES: Readonly<Record<string, string>> = { s: 'Steps', S: 'Seed', C: 'CFG scale', A: 'Sampler' };

/** It had some forty switches. */
const MAX_WORDS = 400;

/** null where it is none. */
export function commandIn(text: string): Omit<Said, 'program'> | null {
  const end = text.lastIndexOf('" -');
  if (!text.startsWith('"') || end < 1) return null;
  const switches = switchesIn(text.slice(end + 1));
  const size = [switches.get('W'), switches.get('H')].filter((side) => side !== undefined);
  const fields = [...switches]
    .filter(([name]) => size.length < 2 || (name !== 'W' && name !== 'H'))
    .map(([name, value]) => [SWITCHES[name] ?? `-${name}`, value] as const);
  return {
    ...withoutBrackets(text.slice(1, end)),
    fields: new Map([...fields, ...(size.length === 2 ? [['Size', size.join('x')] as const] : [])]),
  };
}

/** A switch's value follows it, or is one word with it: `-s 50`, `-s50`. */
function switchesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>();
  let last: string[] = [];
  for (const word of text.split(/\s+/, MAX_WORDS).filter(Boolean)) {
    const length = word.startsWith('--') ? word.length : 2;
    if (/^-[A-Za-z-]/.test(word)) found.set(word.slice(1, length), (last = [word.slice(length)]));
    else last.push(word);
  }
  return new Map([...found].map(([name, words]) => [name, words.join(' ').trim()]));
}

/** What stands in brackets is the negative prompt. A bracket that never closes is a character. */
export function withoutBrackets(text: string): { readonly prompt: string; readonly negativePrompt: string } {
  const [kept, negative]: [string[], string[]] = [[], []];
  let from = 0;
  for (let open = text.indexOf('['); open >= 0; open = text.indexOf('[', from)) {
    const close = text.indexOf(']', open);
    if (close < 0) break;
    kept.push(text.slice(from, open).trim());
    negative.push(text.slice(open + 1, close).trim());
    from = close + 1;
  }
  kept.push(text.slice(from).trim());
  return { prompt: kept.filter(Boolean).join(' '), negativePrompt: negative.filter(Boolean).join(', ') };
}
