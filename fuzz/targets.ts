/** Everything that is fuzzed. A new kind of foreign input is a file in `targets/` and a row here. */
import type { Target } from './target.ts';
import { commandLine } from './targets/command-line.ts';
import { schedulerConfig, textEncoderConfig, unetConfig, vaeConfig } from './targets/configs.ts';
import { hub, sites } from './targets/hub.ts';
import { modelFolder } from './targets/model-folder.ts';
import { pictures } from './targets/pictures.ts';
import { programFiles, programTexts } from './targets/program-texts.ts';
import { prompts } from './targets/prompts.ts';
import { records } from './targets/records.ts';
import { requests } from './targets/requests.ts';
import { rows } from './targets/rows.ts';
import { safetensors } from './targets/safetensors.ts';
import { singleFile } from './targets/single-file.ts';
import { programs, strategies } from './targets/strategies.ts';
import { tokenizer } from './targets/tokenizer.ts';

export const TARGETS: readonly Target[] = [
  safetensors,
  singleFile,
  unetConfig,
  vaeConfig,
  textEncoderConfig,
  schedulerConfig,
  modelFolder,
  tokenizer,
  strategies,
  programs,
  prompts,
  pictures,
  programTexts,
  programFiles,
  records,
  rows,
  hub,
  sites,
  commandLine,
  requests,
];

/** @throws where there is none of that name. */
export function targetNamed(name: string): Target {
  const found = TARGETS.find((target) => target.name === name);
  if (!found) throw new Error(`no target "${name}"; there are ${TARGETS.map((target) => target.name).join(', ')}`);
  return found;
}
