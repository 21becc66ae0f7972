/** `Name: value, Name: value`: how A1111 and all that follow it write settings on one line. Read character by character, once. */

/** Values in brackets that never close, or go on after: beyond so many a bracket is a character like others. */
const MAX_ODD_BRACKETS = 8;
/** Characters of a value in brackets: lists of what made a picture are thousands. */
const MAX_IN_BRACKETS = 100_000;
const OPENING = new Set(['[', '{']);
const CLOSING = new Set([']', '}']);
const BLANK = /\s/;

/**
 * Fields in their order; of two of one name the last. A word without a value has an empty one. A value is a JSON string (as raw text
 * where that is none), JSON in brackets, or what comes before the next comma or the end of the line.
 */
export function fieldsIn(text: string): ReadonlyMap<string, string> {
  return new Line(text).fields();
}

class Line {
  readonly #text: string;
  readonly #between: string;
  #at = 0;
  #oddBrackets = 0;

  constructor(text: string) {
    this.#text = text;
    const [comma, bar] = [text.indexOf(','), text.indexOf('|')];
    this.#between = bar >= 0 && (comma < 0 || bar < comma) ? '|' : ',';
  }

  fields(): ReadonlyMap<string, string> {
    const fields = new Map<string, string>();
    while (this.#at < this.#text.length) {
      const name = this.#upTo((character) => character === ':' || this.#isEnd(character)).trim();
      const value = this.#text[this.#at] === ':' ? this.#value() : '';
      this.#at += 1; // what ended it
      if (name !== '') fields.set(name, value);
    }
    return fields;
  }

  #isEnd(character: string): boolean {
    return character === this.#between || character === '\n';
  }

  #upTo(stop: (character: string) => boolean): string {
    const from = this.#at;
    while (this.#at < this.#text.length && !stop(this.#text[this.#at]!)) this.#at += 1;
    return this.#text.slice(from, this.#at);
  }

  #value(): string {
    this.#at += 1; // the colon
    this.#upTo((character) => !BLANK.test(character) || character === '\n');
    const first = this.#text[this.#at] ?? '';
    const whole = first === '"' ? this.#quoted() : OPENING.has(first) ? this.#bracketed() : null;
    return whole ?? this.#upTo((character) => this.#isEnd(character)).trim();
  }

  /** null, with nothing read, where it does not close before the next field. */
  #quoted(): string | null {
    const end = endOfString(this.#text, this.#at);
    const raw = this.#text.slice(this.#at, end);
    return this.#takes(end) ? unquoted(raw) : null;
  }

  #bracketed(): string | null {
    if (this.#oddBrackets >= MAX_ODD_BRACKETS) return null;
    const end = endOfBrackets(this.#text, this.#at);
    const raw = this.#text.slice(this.#at, end);
    if (this.#takes(end)) return raw;
    this.#oddBrackets += 1;
    return null;
  }

  /** Goes on after a value that ends at `end`, if the field ends there too. */
  #takes(end: number): boolean {
    let after = end;
    while (after < this.#text.length && this.#text[after] !== '\n' && BLANK.test(this.#text[after]!)) after += 1;
    const isWhole = end > 0 && (after === this.#text.length || this.#isEnd(this.#text[after]!));
    if (isWhole) this.#at = after;
    return isWhole;
  }
}

/** After the quote that closes the string that begins at `from`; 0 where none does. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return 0;
}

/** After the bracket that closes the one at `from`, strings aside; 0 where none does. JSON that is none is raw text all the same. */
function endOfBrackets(text: string, from: number): number {
  let open = 0;
  for (let at = from; at < Math.min(text.length, from + MAX_IN_BRACKETS); at += 1) {
    const character = text[at]!;
    if (character === '"') at = endOfString(text, at) - 1;
    else if (OPENING.has(character)) open += 1;
    else if (CLOSING.has(character)) open -= 1;
    if (at < 0) return 0;
    if (open === 0) return at + 1;
  }
  return 0;
}

/** A path of Windows' between quotes is no JSON: it is what it says. */
function unquoted(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw.slice(1, -1);
  }
}
