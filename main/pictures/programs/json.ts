/** JSON of other programs: read whole or not at all, and their settings by A1111's names. */
import { withoutPythonNumbers } from '../../../native-models/python-json.ts';
import type { Said } from './said.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Digits that a number of JavaScript's surely keeps. A longer one, as seeds of 64 bits are, stays as it stands: text. */
const SURE_DIGITS = 15;
const LONG_NUMBER = /\d{14}[\d.]{2}/;

/** undefined where it is no JSON, or nested too deeply to be anybody's settings. */
export function parseJson(text: string): Json | undefined {
  return tryParse(text) ?? (/NaN|Infinity/.test(text) ? tryParse(withoutPythonNumbers(text)) : undefined);
}

/** Brackets within brackets: graphs of ComfyUI's have ten. What writes JSON again goes down them call by call, and a stack ends. */
const MOST_LEVELS = 200;

/** Whether a text has more than {@link MOST_LEVELS}, strings aside. Time goes with its length. */
function isTooDeep(text: string): boolean {
  let [level, inString] = [0, false];
  for (let at = 0; at < text.length && level <= MOST_LEVELS; at += 1) {
    const character = text[at]!;
    if (inString && character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && (character === '[' || character === '{')) level += 1;
    else if (!inString && (character === ']' || character === '}')) level -= 1;
  }
  return level > MOST_LEVELS;
}

function tryParse(text: string): Json | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text, LONG_NUMBER.test(text) ? asItStands : undefined) as Json; // what JSON.parse gives is that
  } catch {
    return undefined; // no JSON; or a RangeError, where it is nested too deeply
  }
}

function asItStands(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = typeof value === 'number' ? (context?.source ?? '') : '';
  return source.length > SURE_DIGITS ? source : value;
}

/** undefined where it is something else. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object that a text is; most settings are no JSON, which is seen at its first character. */
export function objectIn(text: string | undefined): JsonObject | undefined {
  return text?.trimStart().startsWith('{') ? objectOf(parseJson(text.replace('\uFEFF', ''))) : undefined;
}

/** A text or a number in words; undefined where it is something else. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** How a program writes settings as an object. */
export interface Layout {
  readonly program: string;
  /** The first of these that it has. */
  readonly prompt: readonly string[];
  readonly negativePrompt: readonly string[];
  /** Its names -> A1111's. */
  readonly fields: Readonly<Record<string, string>>;
  readonly size?: readonly [width: string, height: string];
  /** Says the same again. */
  readonly again?: readonly string[];
}

/** All that an object says; fields that A1111 has no name for keep theirs. */
export function saidBy(object: JsonObject, layout: Layout): Said {
  const prompt = firstText(object, layout.prompt);
  const negativePrompt = firstText(object, layout.negativePrompt);
  const [width, height] = layout.size?.map((key) => stringOf(object[key])) ?? [];
  const size = width !== undefined && height !== undefined ? `${width}x${height}` : null;
  const done = new Set([
    ...[...layout.prompt, ...layout.negativePrompt].filter((key) => stringOf(object[key]) !== undefined),
    ...(layout.again ?? []),
    ...(size === null ? [] : layout.size!),
  ]);
  const fields = Object.entries(object).flatMap(([key, value]) => {
    const words = done.has(key) ? null : inWords(value);
    const name = Object.hasOwn(layout.fields, key) ? layout.fields[key]! : key;
    return words === null ? [] : [[name, words] as const];
  });
  return {
    program: layout.program,
    prompt,
    negativePrompt,
    fields: new Map([...fields, ...(size === null ? [] : [['Size', size] as const])]),
  };
}

function firstText(object: JsonObject, keys: readonly string[]): string {
  return (
    keys
      .map((key) => stringOf(object[key]))
      .find((text) => text !== undefined)
      ?.trim() ?? ''
  );
}

/** null where it says nothing: empty, or off. */
function inWords(value: Json | undefined): string | null {
  if (value === undefined || value === null || value === false || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const json = JSON.stringify(value);
  return json === '[]' || json === '{}' ? null : json;
}
