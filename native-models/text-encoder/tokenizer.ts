import { Tokenizer } from '@huggingface/tokenizers';
import { type AddedToken, atAddedTokens, vectorsOf } from './added-tokens.ts';

/** What a CLIP tokenizer is made of. */
export interface ClipVocabulary {
  readonly ids: Readonly<Record<string, number>>;
  /** Start, end and padding among them. */
  readonly added: readonly AddedToken[];
  /** `a b` per merge, in order of rank. */
  readonly merges: readonly string[];
  readonly startToken: string;
  readonly endToken: string;
  /** Fills the window: the end token in SD 1.x, `!` in SD 2.x. */
  readonly padToken: string;
  /** Length of the window: 77. */
  readonly windowLength: number;
}

export interface EncodedPrompt {
  /** As many as the window is long: start, prompt, end, padding. */
  readonly ids: readonly number[];
  /** How many of them are not padding. */
  readonly written: number;
  /** The end of the prompt that did not fit, or null. */
  readonly cut: string | null;
}

export interface ClipTokenizer {
  /** Ids are below this. */
  readonly vocabularySize: number;
  /** Ids of every prompt: 77. */
  readonly windowLength: number;
  /** Of keys in its files that are left out of account. */
  readonly warnings?: readonly string[];
  /** Tokens of a prompt that a window holds: 75. */
  readonly room: number;
  /** The comma's token, which ends a word; null in a vocabulary without. */
  readonly comma: number | null;
  encode(prompt: string): EncodedPrompt;
  /** A text's ids alone: not cut, and without start, end and padding. */
  tokens(text: string): readonly number[];
  /** A window of `tokens`, `room` at most: start, tokens, end, padding. */
  window(tokens: readonly number[]): readonly number[];
  /** The text of some tokens, as far as they keep it: in small letters, with a space after each word. */
  decode(tokens: readonly number[]): string;
}

/** Encodes as transformers' CLIPTokenizer does. */
export function clipTokenizer(vocabulary: ClipVocabulary): ClipTokenizer {
  const { ids, startToken, endToken, padToken, windowLength } = vocabulary;
  const [start, end, pad] = [startToken, endToken, padToken].map((token) => ids[token]!) as [number, number, number];
  const { spell, read } = spelling(vocabulary);
  const room = windowLength - 2;
  const decode = (tokens: readonly number[]) => read(tokens).trim();
  const window = (tokens: readonly number[]) => [
    start,
    ...tokens,
    end,
    ...Array<number>(Math.max(0, room - tokens.length)).fill(pad),
  ];
  return {
    vocabularySize: Object.values(ids).reduce((largest, id) => Math.max(largest, id), -1) + 1,
    windowLength,
    room,
    comma: ids[',</w>'] ?? null,
    tokens: spell,
    window,
    decode,
    encode(prompt) {
      const tokens = spell(prompt);
      return {
        ids: window(tokens.slice(0, room)),
        written: Math.min(tokens.length, room) + 2,
        cut: tokens.length > room ? decode(tokens.slice(room)) : null,
      };
    },
  };
}

/** Ids of a text, and the text of ids: added tokens as they are, all between them in pieces of words. */
function spelling(vocabulary: ClipVocabulary) {
  const { added } = vocabulary;
  const tokenizer = new Tokenizer(wordsDefinition(vocabulary), {});
  const pieces = atAddedTokens(added, normalize);
  const vectors = vectorsOf(added);
  const contents = new Map(added.map(({ id, content }) => [id, content]));
  const spell = (text: string): number[] =>
    pieces(text).flatMap((piece) =>
      typeof piece === 'string' ? tokenizer.encode(piece, { add_special_tokens: false }).ids : vectors.get(piece.id)!,
    );
  const wordsOf = (ids: number[]): string => (ids.length === 0 ? '' : tokenizer.decode(ids));
  const read = (ids: readonly number[]): string => {
    let [text, words]: [string, number[]] = ['', []];
    for (const id of ids) {
      const content = contents.get(id);
      if (content === undefined) words.push(id);
      else [text, words] = [text + wordsOf(words) + content, []];
    }
    return text + wordsOf(words);
  };
  return { spell, read };
}

/** As transformers does, in whichever program and version. */
function normalize(text: string): string {
  // JavaScript makes a sigma at the end of a word a final one; transformers lowers character by character.
  return text
    .normalize('NFC')
    .replaceAll(/\p{White_Space}+/gu, ' ')
    .replaceAll('Σ', 'σ')
    .toLowerCase();
}

/** CLIP's tokenizer.json, as transformers makes it of vocab.json and merges.txt, for normalised text without added tokens. */
function wordsDefinition({ ids, merges, endToken }: ClipVocabulary) {
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: {
            Regex:
              "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
          },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: endToken,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: ids,
      merges,
    },
  };
}
