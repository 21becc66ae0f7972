/** A model in few words, where one is chosen. */
import type { Model } from '../../preload/contract/model.ts';
import { bytes } from './labels.ts';

type Told = Pick<Model, 'format' | 'problem' | 'missing' | 'embedded' | 'scheduler' | 'family' | 'architecture'>;

/** Units of SD's UNet: a student of it has fewer. */
const WHOLE_UNET = 38;

/** The first that is true of a model says what it is good for. */
const PURPOSES: readonly { readonly of: (model: Told) => boolean; readonly words: (model: Told) => string | null }[] = [
  { of: ({ missing }) => missing, words: () => 'its files are not there' },
  { of: ({ problem }) => problem !== null, words: () => 'cannot be opened: the Models page says why' },
  { of: ({ format }) => format === 'unet', words: () => 'a UNet alone: it takes turns on the timeline' },
  { of: ({ embedded }) => embedded, words: () => 'small emoji in seconds, to try everything with' },
  { of: ({ scheduler }) => scheduler === 'lcm', words: () => 'pictures in 4 to 8 steps: distilled for LCM' },
  { of: (model) => isStudent(model), words: () => 'faster pictures, a little coarser: its UNet is smaller' },
  { of: () => true, words: ({ family }) => family?.goodFor ?? null },
];

/** What it is good for, or why it cannot be chosen; null where nobody knows. */
export function purposeOf(model: Told): string | null {
  return PURPOSES.find(({ of }) => of(model))!.words(model);
}

/** `Stable Diffusion 1.x · 512x512 · 2.1 GB` */
export function kindOf({ family, defaultSize, bytes: size }: Pick<Model, 'family' | 'defaultSize' | 'bytes'>): string {
  const made = defaultSize && `${defaultSize.width}x${defaultSize.height}`;
  return [family?.name, made, size > 0 && bytes(size)].filter(Boolean).join(' · ');
}

/** Whether a run can be made with it. */
export function canRun({ problem, format }: Pick<Model, 'problem' | 'format'>): boolean {
  return problem === null && format !== 'unet';
}

/** Those whose name, family or purpose has every word that is searched for. */
export function found<M extends Told & Pick<Model, 'name'>>(models: readonly M[], search: string): readonly M[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const text = [model.name, model.family?.name, purposeOf(model)].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function isStudent({ architecture, family }: Told): boolean {
  const units = (architecture?.blocks ?? []).reduce((sum, { resUnits, attnUnits }) => sum + resUnits + attnUnits, 0);
  return family !== null && units > 0 && units < WHOLE_UNET;
}
