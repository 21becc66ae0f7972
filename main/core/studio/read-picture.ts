import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { readParameters } from '../../export/parameters.ts';
import { decodePicture, encodePng } from '../../export/picture.ts';
import { PNG_SIGNATURE, readTexts } from '../../export/png-text.ts';
import type { History } from '../../history/history.ts';
import { parseRecord, RECORD_KEYWORD } from '../record.ts';
import type { StudioModels } from './models.ts';

export interface ReadPicture {
  readonly picture: string;
  readonly settings: Partial<RunSettings> | null;
  readonly notes: string[];
}

/** Any picture dropped on the window: kept, and the settings it carries (ours, or A1111's) as far as they apply here. */
export async function readPicture(history: History, models: StudioModels, bytes: Buffer): Promise<ReadPicture> {
  const image = await decodePicture(bytes, 'the dropped file');
  const isPng = bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
  const picture = await history.pictures.add(isPng ? bytes : encodePng(image));
  const texts = isPng ? readTexts(bytes) : new Map<string, string>();
  const record = texts.get(RECORD_KEYWORD);
  if (record !== undefined) return { picture, ...(await ownSettings(models, record)) };
  const parameters = texts.get('parameters');
  if (parameters === undefined) return { picture, settings: null, notes: ['This picture carries no settings.'] };
  const { settings, unread } = readParameters(parameters);
  const notes = unread.length > 0 ? [`Not taken over: ${unread.join(', ')}.`] : [];
  return { picture, settings, notes: ['These are the settings of another program.', ...notes] };
}

async function ownSettings(models: StudioModels, json: string): Promise<Omit<ReadPicture, 'picture'>> {
  const { prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, seed, strategy, model, initImage } =
    parseRecord(json, 'the dropped picture');
  const known = (await models.list()).find(({ path, embedded }) =>
    model.path === null ? embedded : path === model.path,
  );
  const notes = [
    ...(known ? [] : [`It was made with ${model.name}, which is not in the list of models.`]),
    ...(initImage ? ['It began with a start picture, which is not taken over.'] : []),
  ];
  const settings: Partial<RunSettings> = {
    ...(known ? { modelId: known.id } : {}),
    prompt,
    negativePrompt,
    width,
    height,
    steps,
    guidanceScale,
    scheduler,
    seed,
    strategy: strategy && {
      ...strategy,
      inherit: [...strategy.inherit],
      mode:
        strategy.mode.kind === 'explicit'
          ? { ...strategy.mode, fullCalls: [...strategy.mode.fullCalls] }
          : strategy.mode,
      switching: strategy.switching.map((segment) => ({ ...segment })),
    },
  };
  return { settings, notes };
}
