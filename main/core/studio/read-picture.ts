import { basename } from 'node:path';
import type { SwitchSegment } from '../../../native-models/strategy/strategy.ts';
import type { Model } from '../../../preload/contract/model.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { readParameters } from '../../export/parameters.ts';
import { decodePicture, encodePng } from '../../export/picture.ts';
import { PNG_SIGNATURE, readTexts } from '../../export/png-text.ts';
import type { History } from '../../history/history.ts';
import { INIT_IMAGE_KEYWORD, parseRecord, RECORD_KEYWORD } from '../record.ts';
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
  if (record !== undefined) {
    const start = await keepStart(history, texts.get(INIT_IMAGE_KEYWORD));
    return { picture, ...ownSettings(await models.list(), record, start) };
  }
  const parameters = texts.get('parameters');
  if (parameters === undefined) return { picture, settings: null, notes: ['This picture carries no settings.'] };
  const { settings, unread } = readParameters(parameters);
  const notes = unread.length > 0 ? [`Not taken over: ${unread.join(', ')}.`] : [];
  return { picture, settings, notes: ['These are the settings of another program.', ...notes] };
}

/** The start picture that lies beside the record, as it went in: already of the run's size. */
async function keepStart(history: History, base64: string | undefined): Promise<string | null> {
  if (base64 === undefined) return null;
  const image = await decodePicture(Buffer.from(base64, 'base64'), 'the start picture of the dropped file');
  return await history.pictures.add(encodePng(image));
}

function ownSettings(models: readonly Model[], json: string, start: string | null): Omit<ReadPicture, 'picture'> {
  const { prompt, negativePrompt, width, height, steps, guidanceScale, scheduler, seed, strategy, model, initImage } =
    parseRecord(json, 'the dropped picture');
  const known = models.find(({ path, embedded }) => (model.path === null ? embedded : path === model.path));
  const switching = (strategy?.switching ?? []).map((segment) => withModelId(segment, models));
  const missing = switching
    .filter(({ unet }) => !models.some(({ id }) => id === unet))
    .map(({ unet }) => basename(unet));
  const notes = [
    ...(known ? [] : [`It was made with ${model.name}, which is not in the list of models.`]),
    ...(missing.length > 0
      ? [`UNets that took turns are not in the list of models: ${[...new Set(missing)].join(', ')}.`]
      : []),
    ...(initImage && !start ? ['It began with a start picture, which the file does not have with it.'] : []),
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
      switching,
    },
    initImage: initImage && start ? { picture: start, strength: initImage.strength } : null,
  };
  return { settings, notes };
}

/** Records name the UNets that take turns by path; the one that comes with the program is found wherever that is installed. */
function withModelId({ unet, calls }: SwitchSegment, models: readonly Model[]): { unet: string; calls: number } {
  const known =
    models.find(({ path }) => path === unet) ??
    models.find(({ path, embedded }) => embedded && basename(path) === basename(unet));
  return { unet: known?.id ?? unet, calls };
}
