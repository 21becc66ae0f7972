/** Tokens that are found in a prompt as they are written, before it is cut into words: tokenizers' `AddedVocabulary`. */

/** A token that was added to a vocabulary, or has a meaning of its own (start, end, padding). */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** It takes the white space on this side with it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** Only where no letter, digit or underscore is beside it. */
  readonly singleWord: boolean;
  /** It is looked for in the normalised prompt, itself normalised: in whichever case it was written. */
  readonly normalized: boolean;
}

/** What a text is made of: added tokens, and what lies between them. */
export type Piece = AddedToken | string;

/** A word's character as the regular expressions of Rust have it. */
const WORD = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;
/** As Rust knows white space: with U+0085, without a byte order mark. */
const SPACE = /^\p{White_Space}/u;
const SYNTAX = /[.*+?^${}()|[\]\\/]/g;

/**
 * Cuts prompts at added tokens.
 * @param normalize what is done to all text that lies between tokens which are not `normalized`.
 * @returns of a prompt its pieces in order; strings are normalised and never empty.
 */
export function atAddedTokens(
  tokens: readonly AddedToken[],
  normalize: (text: string) => string,
): (prompt: string) => readonly Piece[] {
  const asWritten = finder(tokens.filter(({ normalized }) => !normalized).map((token) => [token.content, token]));
  const normalized = finder(
    tokens.filter((token) => token.normalized).map((token) => [normalize(token.content), token]),
  );
  return (prompt) =>
    asWritten(prompt).flatMap((piece) => (typeof piece === 'string' ? normalized(normalize(piece)) : [piece]));
}

/** Finds the leftmost token, and of several there the longest. */
function finder(tokens: readonly (readonly [written: string, token: AddedToken])[]): (text: string) => Piece[] {
  const byText = new Map(tokens.filter(([written]) => written !== ''));
  if (byText.size === 0) return (text) => (text === '' ? [] : [text]);
  const longestFirst = [...byText.keys()].toSorted((a, b) => b.length - a.length);
  const any = new RegExp(longestFirst.map((written) => written.replaceAll(SYNTAX, '\\$&')).join('|'), 'gu');
  return (text) => {
    const pieces: Piece[] = [];
    let done = 0;
    for (const match of text.matchAll(any)) {
      const token = byText.get(match[0])!;
      const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
      if (token.singleWord && (WORD.test(lastOf(before)) || WORD.test(after))) continue;
      const between = text.slice(done, match.index);
      const plain = token.lstrip ? withoutSpaceAtEnd(between) : between;
      if (plain !== '') pieces.push(plain);
      pieces.push(token);
      done = text.length - (token.rstrip ? withoutSpaceAtStart(after) : after).length;
    }
    return done < text.length ? [...pieces, text.slice(done)] : pieces;
  };
}

/** The last character, with both halves of one beyond U+FFFF; '' of nothing. */
function lastOf(text: string): string {
  const low = text.charCodeAt(text.length - 1);
  return low >= 0xdc00 && low <= 0xdfff ? text.slice(-2) : text.slice(-1);
}

/** No white space is beyond U+FFFF. */
function withoutSpaceAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function withoutSpaceAtStart(text: string): string {
  let start = 0;
  while (start < text.length && SPACE.test(text.charAt(start))) start += 1;
  return text.slice(start);
}

/**
 * The ids that stand for each token in a prompt: an embedding of several vectors has a token for each, `<my-fox>`, `<my-fox>_1`,
 * `<my-fox>_2`, and the first means all of them (diffusers' `TextualInversionLoaderMixin.maybe_convert_prompt`).
 */
export function vectorsOf(tokens: readonly AddedToken[]): ReadonlyMap<number, readonly number[]> {
  const idOf = new Map(tokens.map(({ content, id }) => [content, id]));
  return new Map(
    tokens.map(({ content, id }) => {
      const ids = [id];
      for (let next = idOf.get(`${content}_1`); next !== undefined; next = idOf.get(`${content}_${ids.length}`)) {
        ids.push(next);
      }
      return [id, ids];
    }),
  );
}
