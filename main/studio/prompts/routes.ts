/** Prompts, while they are written. */
import { countPrompt } from '../../../native-models/text-encoder/count-prompt.ts';
import type { ModelTokenizer } from '../../models/model-tokenizer.ts';
import type { StudioModels } from '../models/models.ts';
import type { Implementer } from '../wire/implementer.ts';

interface Prompts {
  readonly models: StudioModels;
  readonly tokenizer: ModelTokenizer;
}

/** Answers to `prompts`. */
export function promptRoutes(os: Implementer['prompts'], { models, tokenizer }: Prompts) {
  return {
    count: os.count.handler(async ({ input: { modelId, prompt, promptSyntax } }) =>
      countPrompt(prompt, promptSyntax, await tokenizer.of(models.pathOf(modelId))),
    ),
  };
}
