/** Families with one CLIP text encoder, whose last layer is all that the UNet is told of a prompt. */
import type { FilePlace } from '../checkpoint/formats/recipe.ts';
import { TEXT_ENCODER_KEYS } from '../text-encoder/config-keys.ts';
import { parseTextEncoderConfig } from '../text-encoder/config.ts';
import { buildTextEncoder, TEXT_ENCODER_OUTPUT } from '../text-encoder/text-encoder.ts';
import { UNET_INPUTS } from '../unet/unet.ts';
import type { Family, TextRecipe } from './family.ts';
import { CLIP_FOLDER } from './networks.ts';

/** @param padToken fills a prompt's window. @param inFile where a single file of the family has it. */
export function textEncoder(
  padToken: string,
  inFile: Pick<FilePlace, 'prefix' | 'otherPrefixes' | 'describe'>,
): readonly [TextRecipe<'textEncoder'>] {
  return [
    {
      role: 'textEncoder',
      inFolder: CLIP_FOLDER,
      inFile: { ...inFile, part: 'text encoder', missing: 'a text encoder' },
      tokenizerFolder: 'tokenizer',
      padToken,
      keys: TEXT_ENCODER_KEYS,
      parse: parseTextEncoderConfig,
      build: (config, weights) => buildTextEncoder(config, weights, 1),
    },
  ];
}

export const byLastLayer: Pick<Family<'textEncoder'>, 'feeds' | 'condition'> = {
  feeds(configOf) {
    const { tokens, hiddenSize } = configOf('textEncoder');
    return { tokens, width: hiddenSize, added: {} };
  },
  async condition(_half, encode) {
    const { [TEXT_ENCODER_OUTPUT]: embedding } = await encode('textEncoder');
    return { [UNET_INPUTS.context]: embedding! };
  },
};
