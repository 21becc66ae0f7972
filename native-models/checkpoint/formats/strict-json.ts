/**
 * JSON as safetensors' own reader takes it (Rust's serde_json), which sees what JSON.parse hides: keys that come twice, and whether
 * a number was written as a whole one.
 */

/** Whole numbers are bigints, and exact at any length; an object is a list of its entries, in their order. */
export type StrictJson = null | boolean | string | number | bigint | readonly StrictJson[] | StrictObject;

export class StrictObject {
  readonly entries: readonly (readonly [key: string, value: StrictJson])[];
  constructor(entries: readonly (readonly [string, StrictJson])[]) {
    this.entries = entries;
  }
}

/** As deep as serde_json goes. */
const MAX_DEPTH = 127;

const SPACES = new Set([0x20, 0x0a, 0x0d, 0x09]);
/** What makes a text more than what stands between its marks. */
const NOT_PLAIN = /\\|\p{Cc}/u;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** @throws SyntaxError that says what is wrong, and at which character. */
export function parseStrictJson(text: string): StrictJson {
  return new Reader(text).whole();
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): StrictJson {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected('the end');
    return value;
  }

  #value(): StrictJson {
    this.#space();
    const first = this.#text[this.#at];
    if (first === '{') return this.#nested(() => this.#object());
    if (first === '[') return this.#nested(() => this.#list('[', ']', () => this.#value()));
    if (first === '"') return this.#string();
    return this.#wordOrNumber();
  }

  #object(): StrictObject {
    return new StrictObject(
      this.#list('{', '}', () => {
        this.#space();
        if (this.#text[this.#at] !== '"') throw this.#unexpected('a key');
        const key = this.#string();
        this.#space();
        this.#take(':');
        return [key, this.#value()] as const;
      }),
    );
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw this.#wrong(`nested more than ${MAX_DEPTH} deep`);
    const value = read();
    this.#depth--;
    return value;
  }

  #list<T>(open: string, close: string, item: () => T): readonly T[] {
    this.#take(open);
    this.#space();
    const items: T[] = [];
    if (this.#text[this.#at] !== close) {
      for (;;) {
        items.push(item());
        this.#space();
        if (this.#text[this.#at] === close) break;
        this.#take(',');
      }
    }
    this.#take(close);
    return items;
  }

  #string(): string {
    let end = this.#at;
    do end = this.#text.indexOf('"', end + 1);
    while (end !== -1 && this.#isEscaped(end));
    if (end === -1) throw this.#wrong('a text that is not closed');
    const written = this.#text.slice(this.#at, end + 1);
    const text = decoded(written);
    if (text === null) throw this.#wrong(`a text that is none: ${written.slice(0, 40)}`);
    this.#at = end + 1;
    return text;
  }

  /** Whether the quotation mark at an index belongs to a text: behind an odd number of backslashes. */
  #isEscaped(index: number): boolean {
    let before = index;
    while (this.#text[before - 1] === '\\') before--;
    return (index - before) % 2 === 1;
  }

  #wordOrNumber(): StrictJson {
    const word = this.#match(WORD);
    if (word) return WORDS[word[0]]!;
    const number = this.#match(NUMBER);
    if (!number) throw this.#unexpected('a value');
    const [written, fraction, exponent] = number;
    if (fraction === undefined && exponent === undefined && written !== '-0') return BigInt(written);
    if (Number.isFinite(Number(written))) return Number(written);
    throw this.#wrong(`a number out of range: ${written.slice(0, 40)}`);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found;
  }

  #space(): void {
    while (SPACES.has(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #take(mark: string): void {
    if (this.#text[this.#at] !== mark) throw this.#unexpected(mark);
    this.#at++;
  }

  #unexpected(expected: string): SyntaxError {
    return this.#wrong(`expected ${expected}, found ${JSON.stringify(this.#text[this.#at]) ?? 'the end'}`);
  }

  #wrong(what: string): SyntaxError {
    return new SyntaxError(`${what} at character ${this.#at}`);
  }
}

/** A text in its quotation marks without escapes; null where one is wrong, or half of a pair of surrogates is left. */
function decoded(written: string): string | null {
  if (!NOT_PLAIN.test(written)) return written.slice(1, -1);
  try {
    const text: unknown = JSON.parse(written);
    return typeof text === 'string' && text.isWellFormed() ? text : null;
  } catch {
    return null;
  }
}
