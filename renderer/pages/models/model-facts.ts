/** What a card says of a model, in the order in which one wants to know it. */
import type { Model } from '../../../preload/contract/model.ts';
import { bytes, count } from '../../words/labels.ts';
import { SCHEDULERS } from '../../../native-models/schedulers.ts';

export type Fact = readonly [label: string, value: string];

export function factsOf(model: Model): readonly Fact[] {
  const { architecture, parameters, dtype, defaultSize, scheduler, recommended } = model;
  return [
    ...(parameters > 0 ? [['Parameters', count(parameters)] as const] : []),
    ['On disk', `${bytes(model.bytes)}, ${dtype}`] as const,
    ...(architecture ? [['UNet', inWords(architecture.blocks)] as const] : []),
    ...(defaultSize ? [['Made for', `${defaultSize.width}x${defaultSize.height}`] as const] : []),
    ...(scheduler ? [['Scheduler', SCHEDULERS[scheduler].title] as const] : []),
    ...(recommended.steps ? [['Steps', String(recommended.steps)] as const] : []),
  ];
}

type Blocks = NonNullable<Model['architecture']>['blocks'];

/** `4+1+4 blocks, 41 units` */
export function inWords(blocks: Blocks): string {
  const side = (start: string) => blocks.filter(({ id }) => id.startsWith(start)).length;
  const units = blocks.reduce((sum, { resUnits, attnUnits }) => sum + resUnits + attnUnits, 0);
  return `${[side('dn'), side('mid'), side('up')].filter(Boolean).join('+')} blocks, ${units} units`;
}

const FORMATS = { 'single-file': 'single file', diffusers: 'diffusers folder', unet: 'UNet alone' } as const;

/** `single file`, `diffusers folder` */
export function formatOf({ format }: Model): string {
  return format === null ? 'not readable' : FORMATS[format];
}

/** Where it lies, and as what. */
export function placeOf(model: Model): string {
  if (model.embedded) return 'comes with Heirloom';
  if (model.missing) return model.path;
  return `${model.downloaded ? 'downloaded · ' : ''}${formatOf(model)} · ${model.path}`;
}

/** What to do about one that cannot be used. */
export function adviceFor({ missing, downloaded }: Model): string {
  if (missing) {
    return 'Was it moved, or is its disk not connected? When it is back, it works again; add it anew where it is now.';
  }
  return downloaded
    ? 'Delete it and download it again.'
    : 'It stays in the list, so that it works again once its file is mended.';
}

/** `unet/diffusion_pytorch_model.safetensors`: a file's name with the folder it is in. */
export function fileOf(path: string): string {
  return path.split(/[/\\]/).slice(-2).join('/');
}
