import { type KeyTable, rows } from '../key-table.ts';

const used = rows(
  'hidden_size num_hidden_layers num_attention_heads intermediate_size vocab_size max_position_embeddings hidden_act ' +
    'layer_norm_eps use_attention_mask',
  'used',
);

/** Every key of a CLIPTextModel's config.json. */
export const TEXT_ENCODER_KEYS: KeyTable = {
  ...used,
  architectures: { harmless: 'read where the folder is: another class is refused there' },
  is_encoder_decoder: { only: [false, null] },
  ...rows('attention_dropout dropout initializer_range initializer_factor gradient_checkpointing', {
    harmless: 'read in training only',
  }),
  ...rows('projection_dim pad_token_id bos_token_id eos_token_id', {
    harmless: "of what stands for a whole prompt, or of generating text: the UNet is told each token's last state",
  }),
  ...rows('output_hidden_states output_attentions return_dict chunk_size_feed_forward', {
    harmless: 'what else is given, and in which pieces: the last state is the same',
  }),
  ...rows('dtype torch_dtype', { harmless: 'the weights say themselves what they are stored in' }),
  ...rows('id2label label2id problem_type model_type transformers_version', { harmless: 'notes of the library' }),
};

const AFFECTS = 'Padding and cutting on the right are built, as every Stable Diffusion has them';

/** Every key of a CLIPTokenizer's tokenizer_config.json and special_tokens_map.json. */
export const TOKENIZER_KEYS: KeyTable = {
  ...rows('bos_token eos_token pad_token model_max_length', 'used'),
  ...rows('added_tokens_decoder additional_special_tokens extra_special_tokens', 'used'),
  padding_side: { only: ['right', null], remedy: AFFECTS },
  truncation_side: { only: ['right', null], remedy: AFFECTS },
  split_special_tokens: {
    only: [false, null],
    remedy: 'Special tokens within a prompt are taken for what they stand for',
  },
  ...rows('tokenizer_padding tokenizer_truncation gguf_file vocab merges', {
    only: [null],
    remedy: "transformers' own CLIPTokenizer cannot be opened with it",
  }),
  unk_token: { harmless: 'every byte has a token, so that none is unknown' },
  ...rows('sep_token cls_token mask_token', { harmless: 'CLIP has none: nothing puts them into a prompt' }),
  ...rows('add_prefix_space do_lower_case errors add_bos_token add_eos_token unk_id', {
    harmless: 'CLIPTokenizer does not read it: it lowers, and adds start and end, in any case',
  }),
  ...rows('max_len max_length stride truncation_strategy pad_to_multiple_of pad_token_type_id', {
    harmless: 'a prompt is always brought to model_max_length',
  }),
  ...rows('clean_up_tokenization_spaces clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output', {
    harmless: 'of making text of tokens',
  }),
  ...rows('chat_template response_template response_schema chat_control_tokens model_specific_special_tokens', {
    harmless: 'of language models that talk',
  }),
  ...rows('vocab_file merges_file tokenizer_file special_tokens_map_file tokenizer_object tokenizer post_processor', {
    harmless: 'how a library found or kept its files',
  }),
  ...rows('name_or_path tokenizer_class processor_class use_fast backend files_loaded fix_mistral_regex', {
    harmless: 'notes of the library',
  }),
  ...rows('verbose model_input_names is_local local_files_only trust_remote_code auto_map', {
    harmless: 'notes of the library',
  }),
};
