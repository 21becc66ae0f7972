/** What the exported picture of a grid says of how it was made: its axes, and what no axis varies. */
import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { CarriedGrid } from '../../pictures/decoder/carried-file.ts';
import type { CarriedSettings, StudioContents } from './carried-settings.ts';

export function carriedGrid(record: CarriedGrid, studio: StudioContents): CarriedSettings {
  const { device: _, devicePrecision: __, modelId, initImage, ...rest } = record.settings;
  const model = knownModelId(record, studio, modelId);
  const wanted = [modelId, ...record.axes.flatMap((axis) => (axis.kind === 'modelId' ? axis.values : []))];
  const gone = [...new Set(wanted)].filter((id) => knownModelId(record, studio, id) === null);
  const startIsKnown = initImage !== null && studio.history.pictures.locate(initImage.picture) !== null;
  const settings: Partial<RunSettings> = {
    ...rest,
    ...(model === null ? {} : { modelId: model }),
    initImage: startIsKnown ? initImage : null,
  };
  const axes = record.axes.map((axis) => knownAxis(record, studio, axis)).filter(({ values }) => values.length > 0);
  return {
    settings,
    grid: { group: studio.history.grids.has(record.group) ? record.group : null, axes },
    notes: [
      ...gone.map((id) => `${record.models[id] ?? id} is not in the list of models.`),
      ...(initImage && !startIsKnown ? ['Its start picture is not here.'] : []),
    ],
  };
}

/** Without its labels, which are made anew, and without models that are not here. */
function knownAxis(record: CarriedGrid, studio: StudioContents, axis: CarriedGrid['axes'][number]): GridAxis {
  const { labels: _, ...bare } = axis;
  if (bare.kind !== 'modelId') return bare;
  const ids = bare.values.map((id) => knownModelId(record, studio, id)).filter((id) => id !== null);
  return { ...bare, values: [...new Set(ids)] };
}

/** Ids follow from where models lie: one of another machine is looked for by its name. */
function knownModelId({ models: names }: CarriedGrid, { models }: StudioContents, id: string): string | null {
  return (models.find((model) => model.id === id) ?? models.find(({ name }) => name === names[id]))?.id ?? null;
}
