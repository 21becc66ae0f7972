/** Settings of ours that follow from what another program says. */
import type { PromptSyntax } from '../../../native-models/vocabulary.ts';
import type { RunSettings } from '../../../preload/settings/settings.ts';
import { readFromLines } from '../../../preload/settings/words.ts';
import { PROGRAM } from '../../base/places.ts';
import { type Infotext, readInfotext } from './infotext.ts';

/** What a text says, in our settings. */
export interface ReadParameters {
  readonly settings: Partial<RunSettings> & Pick<RunSettings, 'prompt' | 'negativePrompt'>;
  /** Fields that mean nothing here, or nothing that is a value of theirs, as they stand in the text. */
  readonly unread: readonly string[];
}

/** What is not said is left out. Whether a value is one that we take is for the contract to say. */
export function takenOver({ prompt, negativePrompt, fields }: Infotext): ReadParameters {
  const { settings, understood } = readFromLines(fields);
  return {
    settings: { prompt, negativePrompt, promptSyntax: syntaxUnsaid(fields), ...settings },
    unread: [...fields]
      .filter(([name]) => !understood.has(name))
      .map(([name, value]) => (value === '' ? name : `${name}: ${value}`)),
  };
}

/** Others' prompts have weights. Ours say so, where they have; those of earlier versions had none. */
function syntaxUnsaid(fields: ReadonlyMap<string, string>): PromptSyntax {
  return fields.get('Version')?.startsWith(`${PROGRAM.name} `) ? 'plain' : 'a1111';
}

/** Reads the text that we, A1111 and most others write. */
export function readParameters(text: string): ReadParameters {
  return takenOver(readInfotext(text));
}
