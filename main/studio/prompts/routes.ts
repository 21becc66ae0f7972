/** Prompts, while they are written. */
import { countPrompt } from '../../../native-models/text-encoder/count-prompt.ts';
import type { History } from '../../history/history.ts';
import type { ModelTokenizer } from '../../models/model-tokenizer.ts';
import type { StudioModels } from '../models/models.ts';
import type { Implementer } from '../wire/implementer.ts';

interface Prompts {
  readonly history: History;
  readonly models: StudioModels;
  readonly tokenizer: ModelTokenizer;
}

/** Answers to `prompts`. */
export function promptRoutes(os: Implementer['prompts'], { history, models, tokenizer }: Prompts) {
  return {
    count: os.count.handler(async ({ input: { modelId, prompt, promptSyntax } }) =>
      countPrompt(prompt, promptSyntax, await tokenizer.of(models.pathOf(modelId))),
    ),
    recent: os.recent.handler(({ input }) => [...history.prompts.recent(input.search, input.limit)]),
    styles: os.styles.handler(() => history.styles.list()),
    saveStyle: os.saveStyle.handler(({ input }) => history.styles.save(input.style, input.was)),
    removeStyle: os.removeStyle.handler(({ input }) => history.styles.remove(input.name)),
  };
}
