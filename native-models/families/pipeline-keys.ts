import { type KeyTable, rows } from '../key-table.ts';

/** Keys of a Stable Diffusion pipeline's model_index.json besides its networks, tokenizers and scheduler. */
export const PIPELINE_KEYS: KeyTable = {
  ...rows('safety_checker requires_safety_checker feature_extractor', {
    harmless: 'a checker of finished pictures, which Heirloom does not run: it changes none of the others',
  }),
  image_encoder: { harmless: 'read only where a picture is given as a prompt (IP-Adapter)' },
};
