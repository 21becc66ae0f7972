/**
 * Weights in a prompt, by the rules of AUTOMATIC1111's web UI: `(a)` counts 1.1 times, `[a]` 1/1.1 times, `(a:1.3)` as often as it
 * says; brackets within brackets multiply, and one that is not closed reaches to the end. `\(` is a bracket to be read. `BREAK`
 * begins a new window. Recorded in reference/record_prompts.py.
 */
import { LIMITS } from '../vocabulary.ts';

/** Part of a prompt, in its characters (UTF-16 units): [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A text whose tokens all have one weight. */
export interface WeightedText {
  readonly text: string;
  readonly weight: number;
  /** Where in the prompt each of its characters is. */
  readonly places: readonly number[];
}

export interface WeightedPrompt {
  /** At least one; a break is {@link isBreak}. */
  readonly texts: readonly WeightedText[];
  /** What is no text: brackets with all in them, backslashes, breaks. */
  readonly syntax: readonly Range[];
  /** What looks like a number and is none, or none that can be a weight. */
  readonly badNumbers: readonly Range[];
  /** Within brackets their weights hold for a break too, which is then read as the word. */
  readonly wordBreaks: readonly Range[];
}

const ROUND = 1.1;
const SQUARE = 1 / 1.1;
const BREAK = 'BREAK';
const BREAK_WEIGHT = -1;

const SYMBOL = /\\[\\()[\]]|[\\()[\]]|:\s*([+-]?[.\d]+)\s*\)|[^\\()[\]:]+|:/g;
/** Words are Python's: letters and digits of any script. */
const BREAKS = /(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])/gu;
const SPACE = /^\s$/;

/** Whether a text stands for the beginning of a new window. */
export function isBreak({ text, weight }: Pick<WeightedText, 'text' | 'weight'>): boolean {
  return text === BREAK && weight === BREAK_WEIGHT;
}

/**
 * Reads the weights of a prompt.
 * @param places where its characters are in what a person wrote; left out: where they are in `prompt`.
 */
export function readWeights(prompt: string, places: readonly number[] = placesOf(prompt)): WeightedPrompt {
  const reader = new WeightReader(prompt, places);
  for (const { 0: symbol, 1: number, index } of prompt.matchAll(SYMBOL)) reader.read(symbol, index, number);
  return reader.finish();
}

export function placesOf(text: string): readonly number[] {
  return Array.from({ length: text.length }, (_, i) => i);
}

interface Opened {
  /** How many texts there were. */
  readonly texts: number;
  readonly at: number;
}

class WeightReader {
  readonly #prompt: string;
  readonly #places: readonly number[];
  readonly #texts: { text: string; weight: number; places: readonly number[]; isBreak: boolean }[] = [];
  readonly #round: Opened[] = [];
  readonly #square: Opened[] = [];
  readonly #syntax: Range[] = [];
  readonly #badNumbers: Range[] = [];

  constructor(prompt: string, places: readonly number[]) {
    this.#prompt = prompt;
    this.#places = places;
  }

  /** @param number of a symbol that closes a bracket with one, `:1.3)`. */
  read(symbol: string, at: number, number: string | undefined): void {
    const opened = { texts: this.#texts.length, at };
    if (symbol.startsWith('\\')) {
      this.#add(symbol.slice(1), at + 1);
      this.#syntax.push(this.#range(at, symbol.length));
    } else if (symbol === '(') this.#round.push(opened);
    else if (symbol === '[') this.#square.push(opened);
    else if (number !== undefined && this.#round.length > 0) this.#closeWith(number, symbol, at);
    else if (symbol === ')' && this.#round.length > 0) this.#close(this.#round, ROUND, at);
    else if (symbol === ']' && this.#square.length > 0) this.#close(this.#square, SQUARE, at);
    else this.#addWithBreaks(symbol, at);
  }

  finish(): WeightedPrompt {
    for (const { texts, at } of this.#round) this.#scale(texts, ROUND, at, this.#prompt.length);
    for (const { texts, at } of this.#square) this.#scale(texts, SQUARE, at, this.#prompt.length);
    const wordBreaks = this.#texts.filter((each) => each.isBreak && !isBreak(each));
    return {
      texts: merged(this.#texts),
      syntax: this.#syntax,
      badNumbers: this.#badNumbers,
      wordBreaks: wordBreaks.map(({ places }) => ({ start: places[0]!, end: places.at(-1)! + 1 })),
    };
  }

  #closeWith(number: string, symbol: string, at: number): void {
    const [factor, written] = [weightOf(number), symbol.slice(0, -1)];
    if (factor === null) {
      this.#badNumbers.push(this.#range(at, written.length));
      this.#add(written, at);
    }
    this.#close(this.#round, factor ?? ROUND, at + written.length);
  }

  #close(opened: Opened[], factor: number, at: number): void {
    const { texts, at: start } = opened.pop()!;
    this.#scale(texts, factor, start, at + 1);
  }

  #scale(first: number, factor: number, start: number, end: number): void {
    for (let i = first; i < this.#texts.length; i++) {
      const text = this.#texts[i]!;
      text.weight = bounded(text.weight * factor);
    }
    this.#syntax.push(this.#range(start, end - start));
  }

  #addWithBreaks(symbol: string, at: number): void {
    let end = 0;
    // White space on both sides belongs to the break.
    for (const { index } of symbol.matchAll(BREAKS)) {
      let before = index;
      while (before > end && SPACE.test(symbol[before - 1]!)) before -= 1;
      this.#add(symbol.slice(end, before), at + end);
      this.#add(BREAK, at + index, BREAK_WEIGHT);
      this.#syntax.push(this.#range(at + index, BREAK.length));
      end = index + BREAK.length;
      while (end < symbol.length && SPACE.test(symbol[end]!)) end += 1;
    }
    this.#add(symbol.slice(end), at + end);
  }

  #add(text: string, at: number, weight = 1): void {
    const places = this.#places.slice(at, at + text.length);
    this.#texts.push({ text, weight, places, isBreak: weight === BREAK_WEIGHT });
  }

  #range(at: number, length: number): Range {
    return { start: this.#places[at]!, end: this.#places[at + length - 1]! + 1 };
  }
}

/** null: no number, or one beyond what a weight can be. */
function weightOf(digits: string): number | null {
  const weight = Number(digits);
  return Math.abs(weight) <= LIMITS.promptWeight ? weight : null;
}

function bounded(weight: number): number {
  return Math.max(-LIMITS.promptWeight, Math.min(LIMITS.promptWeight, weight));
}

/** Neighbours of one weight are one text: a word may go on behind a bracket. */
function merged(texts: readonly WeightedText[]): readonly WeightedText[] {
  const all: { text: string; readonly weight: number; readonly places: number[] }[] = [];
  for (const { text, weight, places } of texts) {
    const last = all.at(-1);
    if (last?.weight === weight) {
      last.text += text;
      last.places.push(...places);
    } else all.push({ text, weight, places: [...places] });
  }
  return all.length > 0 ? all : [{ text: '', weight: 1, places: [] }];
}
