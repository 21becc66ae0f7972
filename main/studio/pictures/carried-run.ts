/** What a picture of one run says of how it was made, as settings that apply here. */
import { basename } from 'node:path';
import type { SwitchSegment } from '../../../native-models/strategy/strategy.ts';
import type { Model } from '../../../preload/contract/model.ts';
import { type RunSettings, without } from '../../../preload/settings/settings.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import type { History } from '../../history/history.ts';
import type { PictureRecord } from '../../pictures/picture-record.ts';
import type { CarriedSettings, StudioContents } from './carried-settings.ts';

/** Heirloom's own record. @param startPicture the PNG that lies beside it, if one does. */
export async function carriedRun(
  record: PictureRecord,
  startPicture: Buffer | null,
  { history, models }: StudioContents,
): Promise<CarriedSettings> {
  const { model, initImage } = record;
  const known = models.find(({ path, embedded }) => (model.path === null ? embedded : path === model.path));
  const start = initImage && (await keepStart(history, startPicture));
  const strategy = strategyIn(record, models);
  const missing = (strategy?.switching ?? []).filter(({ unet }) => !models.some(({ id }) => id === unet));
  const notes = [
    ...(known ? [] : [`It was made with ${model.name}, which is not in the list of models.`]),
    ...(missing.length > 0
      ? [
          `UNets that took turns are not in the list of models: ${[...new Set(missing.map(({ unet }) => basename(unet)))].join(', ')}.`,
        ]
      : []),
    ...(initImage && !start ? ['It began with a start picture, which the file does not have with it.'] : []),
  ];
  const settings: Partial<RunSettings> = {
    ...(known ? { modelId: known.id } : {}),
    ...applicable(record),
    strategy,
    initImage: initImage && start ? { picture: start, strength: initImage.strength } : null,
  };
  return { settings, grid: null, notes };
}

/** What a record has beside settings. */
const OF_THE_PICTURE = ['version', 'program', 'created', 'model', 'measured'] as const;

/** Settings of a record that mean the same anywhere. Where it was made is for whoever makes it again to choose. */
function applicable(record: PictureRecord): Partial<RunSettings> {
  return without(record, ...OF_THE_PICTURE, 'device', 'devicePrecision', 'strategy', 'initImage');
}

/** The start picture that lies beside the record, as it went in: already of the run's size. */
async function keepStart(history: History, start: Buffer | null): Promise<string | null> {
  if (start === null) return null;
  const png = await decoder.png(start, 'the start picture of the dropped file');
  return await history.pictures.add(png);
}

/** The strategy of a record, with the ids of models where it has their paths. */
function strategyIn({ strategy }: PictureRecord, models: readonly Model[]): RunSettings['strategy'] {
  return (
    strategy && {
      ...strategy,
      switching: strategy.switching.map((segment) => withModelId(segment, models)),
    }
  );
}

/** Records name the UNets that take turns by path; the one that comes with the program is found wherever that is installed. */
function withModelId({ unet, calls }: SwitchSegment, models: readonly Model[]): { unet: string; calls: number } {
  const known =
    models.find(({ path }) => path === unet) ??
    models.find(({ path, embedded }) => embedded && basename(path) === basename(unet));
  return { unet: known?.id ?? unet, calls };
}
