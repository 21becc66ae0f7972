import { Tokenizer } from '@huggingface/tokenizers';

/** What a CLIP tokenizer is made of. */
export interface ClipVocabulary {
  readonly ids: Readonly<Record<string, number>>;
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
  /** The end of the prompt that did not fit, or null. */
  readonly cut: string | null;
}

export interface ClipTokenizer {
  /** Ids are below this. */
  readonly vocabularySize: number;
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
  const tokenizer = new Tokenizer(tokenizerDefinition(vocabulary), {});
  const room = windowLength - 2;
  const tokensOf = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const decode = (tokens: readonly number[]) => tokenizer.decode([...tokens]).trim();
  const window = (tokens: readonly number[]) => [
    start,
    ...tokens,
    end,
    ...Array<number>(Math.max(0, room - tokens.length)).fill(pad),
  ];
  return {
    vocabularySize: Math.max(...Object.values(ids)) + 1,
    room,
    comma: ids[',</w>'] ?? null,
    tokens: tokensOf,
    window,
    decode,
    encode(prompt) {
      const tokens = tokensOf(prompt);
      return {
        ids: window(tokens.slice(0, room)),
        cut: tokens.length > room ? decode(tokens.slice(room)) : null,
      };
    },
  };
}

/** CLIP's tokenizer.json, as transformers makes it of vocab.json and merges.txt. */
function tokenizerDefinition({ ids, merges, startToken, endToken, padToken }: ClipVocabulary) {
  const special = [...new Set([startToken, endToken, padToken])];
  return {
    version: '1.0',
    // A special token is found before anything else is done: in SD 2 that holds for every "!" of a prompt.
    added_tokens: special.map((content) => ({
      id: ids[content],
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        // JavaScript makes a sigma at the end of a word a final one; transformers lowers character by character.
        { type: 'Replace', pattern: { String: 'Σ' }, content: 'σ' },
        { type: 'Lowercase' },
      ],
    },
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
