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

/** A word's characters as the regular expressions of Rust have them. */
const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';
const ENDS_WITH_WORD = new RegExp(`${WORD}$`, 'u');
/** As Rust knows white space: with U+0085, without a byte order mark. */
const SPACE_AT_END = /\p{White_Space}+$/u;
const SPACE_AT_START = /^\p{White_Space}+/u;
const SYNTAX = /[.*+?^${}()|[\]\\/]/g;
const STARTS_WITH_WORD = new RegExp(`^${WORD}`, 'u');

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
      if (token.singleWord && (ENDS_WITH_WORD.test(before) || STARTS_WITH_WORD.test(after))) continue;
      const between = text.slice(done, match.index);
      const plain = token.lstrip ? between.replace(SPACE_AT_END, '') : between;
      if (plain !== '') pieces.push(plain);
      pieces.push(token);
      done = text.length - (token.rstrip ? after.replace(SPACE_AT_START, '') : after).length;
    }
    return done < text.length ? [...pieces, text.slice(done)] : pieces;
  };
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
