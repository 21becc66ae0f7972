/** A picture's settings in the format that AUTOMATIC1111's web UI started and most galleries read. */
import type { PromptSyntax } from '../../native-models/vocabulary.ts';
import type { RunSettings } from '../../preload/settings/settings.ts';
import { PROGRAM } from '../base/places.ts';
import { parameterLines, readFromLines } from '../../preload/settings/words.ts';

/** A picture's record, or what a grid says of all its pictures. */
type Described = Omit<RunSettings, 'modelId' | 'initImage'> & {
  readonly model: { readonly name: string };
  readonly initImage: { readonly strength: number } | null;
  readonly program: { readonly name: string; readonly version: string };
};

/** @param more fields of what it is a part of, before the version. */
export function parametersText(record: Described, more: readonly (readonly [string, string])[] = []): string {
  const { model, program, initImage, prompt, negativePrompt } = record;
  // Which picture it began with cannot be said in words.
  const settings = { ...record, modelId: model.name, initImage: initImage && { ...initImage, picture: '' } };
  const lines = parameterLines({ settings, modelName: (name) => name });
  const fields = [...lines, ...more, ['Version', `${program.name} ${program.version}`] as const];
  return [
    prompt,
    ...(negativePrompt ? [`Negative prompt: ${negativePrompt}`] : []),
    fields.map(([name, value]) => `${name}: ${quote(value)}`).join(', '),
  ].join('\n');
}

/** A1111 splits the last line at commas and colons; a value that has one is written as a JSON string. */
function quote(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}

/** What a text of parameters says, in our settings. */
export interface ReadParameters {
  readonly settings: Partial<RunSettings> & Pick<RunSettings, 'prompt' | 'negativePrompt'>;
  /** Fields that mean nothing here, as they stand in the text. */
  readonly unread: readonly string[];
}

/** Reads the text that {@link parametersText}, A1111 and most others write. What is not there is left out. */
export function readParameters(text: string): ReadParameters {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => /^Steps: \d/.test(line));
  const head = (last < 0 ? lines : lines.slice(0, last)).join('\n');
  const [prompt = '', negativePrompt = ''] = head.split(/\n?Negative prompt: /);
  const fields = new Map(
    last < 0 ? [] : [...lines[last]!.matchAll(FIELD)].map(([, name, value]) => [name!.trim(), unquote(value!)]),
  );
  const { settings, understood } = readFromLines(fields);
  return {
    settings: {
      prompt: prompt.trim(),
      negativePrompt: negativePrompt.trim(),
      promptSyntax: syntaxUnsaid(fields),
      ...settings,
    },
    unread: [...fields].filter(([name]) => !understood.has(name)).map(([name, value]) => `${name}: ${value}`),
  };
}

/** Others' prompts have weights. Ours say so, where they have; those of earlier versions had none. */
function syntaxUnsaid(fields: ReadonlyMap<string, string>): PromptSyntax {
  return fields.get('Version')?.startsWith(`${PROGRAM.name} `) ? 'plain' : 'a1111';
}

/** `Name: value` between commas; a value with a comma or a colon is a JSON string. */
const FIELD = /\s*([^:,]+):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)/g;

function unquote(value: string): string {
  return value.startsWith('"') ? String(JSON.parse(value)) : value.trim();
}
