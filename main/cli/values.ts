/** What is written behind a flag -> its value, or words on what would be accepted. */
import {
  DEVICE_IDS,
  LIMITS,
  MEMORY_USES,
  PRECISION_CHOICES,
  PRECISIONS,
  type Precision,
  SAMPLER_IDS,
  SEMANTICS,
} from '../../native-models/vocabulary.ts';
import { InvalidArgumentError } from 'commander';
import { nearest } from '../base/nearest.ts';

/**
 * Reads a word in any case; a slip is answered with the nearest one.
 * @throws InvalidArgumentError, as every reader here: commander puts the flag before its words.
 */
export function oneOf<T extends string>(accepted: readonly T[]): (text: string) => T {
  return (text) => {
    const found = accepted.find((value) => value === text.toLowerCase());
    if (found) return found;
    const guess = nearest(text.toLowerCase(), accepted);
    throw new InvalidArgumentError(`${guess ? `Did you mean ${guess}? ` : ''}It takes ${accepted.join(', ')}.`);
  };
}

export const scheduler = oneOf(SAMPLER_IDS);
export const device = oneOf(DEVICE_IDS);
export const memory = oneOf(MEMORY_USES);
export const devicePrecision = oneOf(PRECISION_CHOICES);
export const semantics = oneOf(SEMANTICS);
export const precision = oneOf(PRECISIONS);

/** Reads digits alone; both ends are allowed. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}

/** Reads a number in any notation of JavaScript; both ends are allowed. */
export function decimal(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a number from ${least} to ${most}.`);
  };
}

const seed = wholeNumber(LIMITS.seed.min, LIMITS.seed.max);

/** `7` or `7,8,9`. */
export function seeds(text: string): readonly number[] {
  return text.split(',').map(seed);
}

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `512x768`, or `512` for a square. */
export function size(text: string): Size {
  const [, width, height] = /^(\d{1,5})(?:[x×](\d{1,5}))?$/i.exec(text.trim()) ?? [];
  if (width && Number(width) > 0) return { width: Number(width), height: Number(height ?? width) };
  throw new InvalidArgumentError('It takes width x height in pixels, such as 512x768.');
}

/** `--unet base=path`, any number of times. */
export function roles(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
  throw new InvalidArgumentError('It takes role=path, such as base=models/bk-sdm-base.');
}

/** A flag that may be given several times. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `CO6,CO3,sd:15,base:10,LI1`: parts of UNet switching in a row are one strategy. */
export function strategyList(text: string): readonly string[] {
  return joinWhere(listed(text, 'strategy'), (part, first) => SEGMENT.test(part) && SEGMENT.test(first));
}
const SEGMENT = /^[\w-]+:\d+$/;

/** `P5+,full@0,7,13,P2`: numbers belong to the list of full calls before them. */
export function modeList(text: string): readonly string[] {
  return joinWhere(listed(text, 'mode'), (part, first) => /^\d+$/.test(part) && /^full@/i.test(first));
}

/** `float32,int8` */
export function precisionList(text: string): readonly Precision[] {
  return listed(text, 'precision').map(precision);
}

function listed(text: string, what: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every(Boolean)) return parts;
  throw new InvalidArgumentError(`It takes at least one ${what}, separated by commas.`);
}

/** @param belongs whether a part goes on with the list that `first` began. Time goes with the number of parts. */
function joinWhere(parts: readonly string[], belongs: (part: string, first: string) => boolean): readonly string[] {
  const lists: string[][] = [];
  for (const part of parts) {
    const last = lists.at(-1);
    if (last && belongs(part, last[0]!)) last.push(part);
    else lists.push([part]);
  }
  return lists.map((list) => list.join(','));
}
