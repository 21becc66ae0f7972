/**
 * What was asked for -> settings with nothing left open. What a person says comes first, then the picture being remade,
 * then what the model advises, then our defaults.
 */
import { isProgram, withParts } from '../../native-models/strategy/describe.ts';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { changesNothing, INT8_ALONE } from '../../native-models/strategy/precision.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { FIRST_SETTINGS, type RequestedSettings, SETTINGS, without } from '../../preload/settings/settings.ts';
import { FIRST_STRENGTH } from '../../preload/settings/start-picture.ts';
import type { ModelDescription } from '../models/describe-model.ts';
import type { Pixels } from '../../preload/settings/fit-in-words.ts';
import { decoder } from '../pictures/decoder/decoder.ts';
import { usageProblem } from '../base/problem.ts';
import type { Recommendation } from '../models/recommendation.ts';
import type { PictureRecord } from '../pictures/picture-record.ts';
import type { Remake } from './remake.ts';
import type { Settings } from './settings.ts';
import { sizeLike, startPicture } from './start-picture.ts';
import { resolveStrategy } from './resolve-strategy.ts';

/** Where neither a person nor the model asks for one of ours. */
export const DEFAULT_SCHEDULER = FIRST_SETTINGS.scheduler;

/**
 * Size and strategy are the model's to refuse; a start picture is read and fitted.
 * @throws Problem where what is asked for contradicts itself or the model, or names files that are not there.
 */
export async function decideSettings(
  model: ModelDescription,
  advice: Recommendation,
  requested: RequestedSettings,
  remake: Remake | null = null,
): Promise<Settings> {
  const record = remake?.record;
  const { width, height, notes } = await sizeOf(model, requested, record);
  const strategy = await strategyOf(model, requested, record);
  const switched = { steps: switchedSteps(strategy) };
  return {
    // The later, the weightier.
    ...without(FIRST_SETTINGS, 'modelId', 'device', 'seed'),
    ...said({ scheduler: model.scheduler }),
    ...said(advice),
    ...said(switched),
    ...(record ? said(record) : {}),
    ...said(requested),
    width,
    height,
    strategy,
    initImage: await initImageOf(requested, remake, { width, height, notes }),
  };
}

/** Settings that people ask for, records keep and models advise under one name. */
type Plain = Omit<Settings, 'width' | 'height' | 'strategy' | 'initImage'>;
const PLAIN = SETTINGS.filter(({ wishes }) => wishes === undefined).map(({ key }) => key);

/** Of the plain settings those that are said. */
function said(layer: { readonly [K in keyof Plain]?: Plain[K] | null | undefined }): Partial<Plain>;
function said(layer: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    PLAIN.map((key) => [key, layer[key]] as const).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** A strategy by name, on this model. */
export async function strategyNamed(
  model: ModelDescription,
  name: string,
  requested: RequestedSettings,
): Promise<Strategy | null> {
  return await resolveStrategy(name, {
    architecture: model.architecture,
    mode: requested.mode === undefined ? null : parseMode(requested.mode),
    semantics: requested.semantics ?? null,
    precision: requested.precision ?? null,
    unets: { ...(model.path === null ? {} : { sd: model.path }), ...checkpointsOf(requested.unets) },
  });
}

/** As absolute paths, so that a picture's record holds wherever it is read. */
function checkpointsOf(unets: NonNullable<RequestedSettings['unets']> = {}): Readonly<Record<string, string>> {
  const missing = Object.entries(unets).find(([, path]) => !existsSync(path));
  if (missing) {
    throw usageProblem(
      `--unet ${missing.join('=')}: there is no such file or folder`,
      'Give a diffusers folder, the folder of a UNet alone, or a .safetensors file.',
    );
  }
  return Object.fromEntries(Object.entries(unets).map(([role, path]) => [role, resolve(path)]));
}

/** The seeds of a run: those given, or one given or drawn and those that follow it. */
export function decideSeeds(given: readonly number[] | undefined, count: number | undefined): readonly number[] {
  if (given && given.length > 1 && count !== undefined && count !== given.length) {
    throw usageProblem(`--count ${count} does not fit ${given.length} seeds`, 'Leave --count out, or give one seed.');
  }
  if (given && given.length > 1) return given;
  const first = given?.[0] ?? randomInt(2 ** 32);
  if (first > Number.MAX_SAFE_INTEGER - (count ?? 1) + 1) {
    throw usageProblem(
      `--seed ${first} --count ${count}: seeds end at ${Number.MAX_SAFE_INTEGER}`,
      'Begin with a smaller one.',
    );
  }
  return Array.from({ length: count ?? 1 }, (_, i) => first + i);
}

async function strategyOf(
  model: ModelDescription,
  requested: RequestedSettings,
  record: PictureRecord | undefined,
): Promise<Strategy | null> {
  if (requested.strategy !== undefined) return await strategyNamed(model, requested.strategy, requested);
  const recorded = record?.strategy ?? null;
  if (!recorded) {
    if (!record && (requested.mode !== undefined || requested.semantics !== undefined)) {
      throw usageProblem(
        '--mode and --semantics say how a strategy inherits, and none is given',
        'Add --strategy CO6.',
      );
    }
    return requested.precision === 'int8' ? INT8_ALONE : null;
  }
  if (isProgram(recorded) && requested.mode !== undefined) {
    throw usageProblem('--mode says which calls are full, and a program says that itself', 'Leave out --mode.');
  }
  const strategy = withParts(recorded, {
    ...(requested.mode === undefined ? {} : { mode: parseMode(requested.mode) }),
    semantics: requested.semantics ?? recorded.semantics,
    precision: requested.precision ?? recorded.precision,
  });
  // What was int8 alone, asked for in float32.
  return requested.precision !== undefined && changesNothing(strategy) ? null : strategy;
}

/** UNet switching says how many calls it makes. */
function switchedSteps(strategy: Strategy | null): number | undefined {
  const calls = strategy?.switching.reduce((sum, segment) => sum + segment.calls, 0);
  return calls || undefined;
}

interface DecidedSize extends Pixels {
  /** What a person should know of it. */
  readonly notes: readonly string[];
}

/** What is asked for, or was recorded; else the start picture's own, and without one the model's. */
async function sizeOf(
  { config, scaleFactor }: ModelDescription,
  { size, initImage }: RequestedSettings,
  record: PictureRecord | undefined,
): Promise<DecidedSize> {
  const side = config.sampleSize * scaleFactor;
  const wanted = size ?? record;
  if (!wanted && initImage !== undefined) return sizeLike(await decoder.sizeOf(initImage, initImage), scaleFactor);
  const { width, height } = wanted ?? { width: side, height: side };
  if (width % scaleFactor === 0 && height % scaleFactor === 0) return { width, height, notes: [] };
  const fit = (pixels: number) => Math.max(1, Math.round(pixels / scaleFactor)) * scaleFactor;
  throw usageProblem(
    `--size ${width}x${height}: this model makes pictures whose sides are multiples of ${scaleFactor}`,
    `The nearest is --size ${fit(width)}x${fit(height)}.`,
  );
}

async function initImageOf(
  requested: RequestedSettings,
  remake: Remake | null,
  { width, height, notes }: DecidedSize,
): Promise<Settings['initImage']> {
  const strength = requested.strength ?? remake?.record.initImage?.strength ?? FIRST_STRENGTH;
  const path = requested.initImage;
  if (path !== undefined) {
    const start = await startPicture(path, strength, { width, height }, path);
    return { ...start, notes: [...notes, ...start.notes] };
  }
  const recorded = remake?.initImage;
  if (!recorded) {
    if (requested.strength === undefined) return null;
    throw usageProblem('--strength says how far to go from a start picture, and none is given', 'Add --init-image.');
  }
  if (recorded.width === width && recorded.height === height) return { image: recorded, strength };
  throw usageProblem(
    `--size ${width}x${height}: the start picture in the record is ${recorded.width}x${recorded.height}`,
    'Leave --size out, or give the start picture itself with --init-image.',
  );
}
