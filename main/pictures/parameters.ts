/** A picture's settings in the format that AUTOMATIC1111's web UI started and most galleries read. */
import type { RunSettings } from '../../preload/settings/settings.ts';
import { parameterLines } from '../../preload/settings/words.ts';

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
