/** Everything that is fuzzed. A new kind of foreign input is a file in `targets/` and a row here. */
import type { Target } from './target.ts';
import { schedulerConfig, textEncoderConfig, unetConfig, vaeConfig } from './targets/configs.ts';
import { modelFolder } from './targets/model-folder.ts';
import { pictures } from './targets/pictures.ts';
import { requests } from './targets/requests.ts';
import { safetensors } from './targets/safetensors.ts';
import { programs, strategies } from './targets/strategies.ts';
import { tokenizer } from './targets/tokenizer.ts';

export const TARGETS: readonly Target[] = [
  safetensors,
  unetConfig,
  vaeConfig,
  textEncoderConfig,
  schedulerConfig,
  modelFolder,
  tokenizer,
  strategies,
  programs,
  pictures,
  requests,
];

/** @throws where there is none of that name. */
export function targetNamed(name: string): Target {
  const found = TARGETS.find((target) => target.name === name);
  if (!found) throw new Error(`no target "${name}"; there are ${TARGETS.map((target) => target.name).join(', ')}`);
  return found;
}
