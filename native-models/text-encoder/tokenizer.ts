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
  encode(prompt: string): EncodedPrompt;
}

/** Encodes as transformers' CLIPTokenizer does. */
export function clipTokenizer(vocabulary: ClipVocabulary): ClipTokenizer {
  const { ids, startToken, endToken, padToken, windowLength } = vocabulary;
  const [start, end, pad] = [startToken, endToken, padToken].map((token) => ids[token]!) as [number, number, number];
  const tokenizer = new Tokenizer(tokenizerDefinition(vocabulary), {});
  const room = windowLength - 2;
  return {
    vocabularySize: Object.values(ids).reduce((largest, id) => Math.max(largest, id), -1) + 1,
    windowLength,
    encode(prompt) {
      const tokens = tokenizer.encode(prompt, { add_special_tokens: false }).ids;
      const padding = Array<number>(Math.max(0, room - tokens.length)).fill(pad);
      return {
        ids: [start, ...tokens.slice(0, room), end, ...padding],
        written: windowLength - padding.length,
        cut: tokens.length > room ? tokenizer.decode(tokens.slice(room)).trim() : null,
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
