import { CheckpointError } from '../errors.ts';
import type { Family, TextRecipe } from './family.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import type { TextRole } from '../vocabulary.ts';
import type { NetworkDescription } from '../checkpoint/formats/network.ts';

/** A network that reads what its tokenizer makes of a prompt. */
export interface TextPart {
  readonly network: NetworkDescription;
  /** @throws CheckpointError where it is missing, damaged, or not this network's. */
  readonly tokenizer: () => Promise<ClipTokenizer>;
}

/** What a checkpoint is made of, however it is stored. */
export interface Parts {
  readonly family: Family;
  readonly unet: NetworkDescription;
  readonly vae: NetworkDescription;
  readonly textEncoders: ReadonlyMap<TextRole, TextPart>;
  /** In the keys of scheduler_config.json. */
  readonly schedulerConfig: unknown;
  /** What messages call it: `scheduler/scheduler_config.json`. */
  readonly schedulerFile: string;
  /** Of keys that are left out of account, and of what else may change its pictures: to be told with every run. */
  readonly warnings: readonly string[];
  /** What a person should know of it, a sentence each: parts that are not used. */
  readonly notes: readonly string[];
}

/**
 * A text encoder with its tokenizer, which is read when it is asked for.
 * @param read gives the tokenizer that the checkpoint has for it.
 */
export function textPart(
  { parse }: TextRecipe,
  network: NetworkDescription,
  read: () => Promise<ClipTokenizer>,
): TextPart {
  const tokenizer = async () => {
    const found = await read();
    const { vocabularySize: known, positions } = parse(network.config, network.configFile);
    const strange = (problem: string) =>
      new CheckpointError(network.configFile, problem, 'Give the tokenizer that belongs to this text encoder');
    // A token id beyond the text encoder's table would read other tensors' bytes.
    if (found.vocabularySize > known)
      throw strange(`expected a vocabulary of ${known} tokens, found ${found.vocabularySize}`);
    if (found.windowLength > positions) {
      throw strange(
        `max_position_embeddings is ${positions}, and its tokenizer makes ${found.windowLength} tokens of a prompt ` +
          `(model_max_length); expected ${positions} or fewer`,
      );
    }
    return found;
  };
  return { network, tokenizer };
}
