/** What a person calls a strategy -> the strategy: a preset, a file with a mask, UNet switching, or none. */
import { isProgram, withParts } from '../../native-models/strategy/describe.ts';
import { StrategyError } from '../../native-models/errors.ts';
import { decodeText } from '../../native-models/read-json.ts';
import { LIMITS, type Precision, type Semantics } from '../../native-models/vocabulary.ts';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import { parseStrategy } from '../../native-models/strategy/parse-strategy.ts';
import { DEFAULT_PRECISION, INT8_ALONE } from '../../native-models/strategy/precision.ts';
import { PRESETS, resolvePreset } from '../../native-models/strategy/presets.ts';
import { FULL, parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode, Strategy, SwitchSegment } from '../../native-models/strategy/strategy.ts';
import { castRoles, parseSwitching, SWITCHING_PRESETS, unetsOf } from '../../native-models/strategy/switching.ts';
import { nearest } from '../base/nearest.ts';
import { usageProblem } from '../base/problem.ts';

/** The mode of presets where none is given: every fifth call in full, and the last ten. */
export const DEFAULT_MODE = 'P5+';

/** What is meant beside the name. */
export interface StrategyOptions {
  readonly architecture: Architecture;
  /** null: the file's own, or P5+. */
  readonly mode: SamplingMode | null;
  /** null: the file's own, or residual. */
  readonly semantics: Semantics | null;
  /** null: the file's own, or float32. */
  readonly precision: Precision | null;
  /** Checkpoints by the role they play in UNet switching. */
  readonly unets: Readonly<Record<string, string>>;
}

/**
 * A preset, a file, UNet switching, `int8` or `none`, by its name.
 * @returns null for `none`: inheritance off.
 * @throws Problem where there is no such preset or file, or a role has no checkpoint.
 */
export async function resolveStrategy(text: string, options: StrategyOptions): Promise<Strategy | null> {
  const name = text.trim();
  if (/^(none|baseline)$/i.test(name)) return options.precision === 'int8' ? INT8_ALONE : null;
  if (name.toLowerCase() === INT8_ALONE.name) return INT8_ALONE;
  const preset = PRESETS.find(({ id }) => id === name.toUpperCase());
  if (preset) {
    return {
      name: preset.id,
      inherit: resolvePreset(preset, options.architecture).inherited,
      mode: options.mode ?? parseMode(DEFAULT_MODE),
      semantics: options.semantics ?? 'residual',
      switching: [],
      precision: options.precision ?? DEFAULT_PRECISION,
    };
  }
  if (isSwitching(name)) return switchingStrategy(name, options);
  if (name.endsWith('.json') || existsSync(name)) return await strategyFromFile(name, options);
  const guess = nearest(name.toUpperCase(), [...PRESETS.map(({ id }) => id), ...Object.keys(SWITCHING_PRESETS)]);
  throw usageProblem(
    `--strategy "${text}": no preset and no file of that name`,
    `${guess ? `Did you mean ${guess}? ` : ''}Give a preset (heirloom presets lists them), none, int8, a mask file such as mask.json, a program's file, or UNet switching such as S1 or sd:15,base:10.`,
  );
}

/** `S2` and `sd:15,base:10`, but no path such as `C:\masks\mine`. */
export function isSwitching(name: string): boolean {
  return Object.hasOwn(SWITCHING_PRESETS, name.toUpperCase()) || /^[\w-]+:\d+(,[\w-]+:\d+)*$/.test(name);
}

function switchingStrategy(name: string, { semantics, precision, unets }: StrategyOptions): Strategy {
  const segments = parseSwitching(name);
  requireCast(name, segments, (role) => Object.hasOwn(unets, role));
  const shown = Object.hasOwn(SWITCHING_PRESETS, name.toUpperCase()) ? name.toUpperCase() : name;
  const switching = castRoles(segments, unets);
  return {
    name: shown,
    inherit: [],
    mode: FULL,
    semantics: semantics ?? 'residual',
    switching,
    precision: precision ?? DEFAULT_PRECISION,
  };
}

function requireCast(strategy: string, segments: readonly SwitchSegment[], isCast: (unet: string) => boolean): void {
  const missing = unetsOf(segments).filter((unet) => !isCast(unet));
  if (missing.length === 0) return;
  throw usageProblem(
    `--strategy "${strategy}": no checkpoint is given for the UNet ${missing.map((role) => `"${role}"`).join(', ')}`,
    `Add ${missing.map((role) => `--unet ${role}=<folder or .safetensors>`).join(' ')}.`,
  );
}

/** In a file, UNets go by their role or by their path. */
async function strategyFromFile(
  path: string,
  { mode, semantics, precision, unets }: StrategyOptions,
): Promise<Strategy> {
  const strategy = readStrategy(await readJson(path), path);
  requireCast(path, strategy.switching, (unet) => Object.hasOwn(unets, unet) || existsSync(unet));
  if (isProgram(strategy) && mode) {
    throw usageProblem(
      `--strategy ${path}: --mode says which calls are full, and a program says that itself`,
      'Leave out --mode.',
    );
  }
  return withParts(strategy, {
    ...(mode ? { mode } : {}),
    semantics: semantics ?? strategy.semantics,
    precision: precision ?? strategy.precision,
    switching: strategy.switching.map((segment) => ({
      ...segment,
      unet: unets[segment.unet] ?? resolve(segment.unet),
    })),
  });
}

function readStrategy(json: unknown, path: string): Strategy {
  try {
    return parseStrategy(json);
  } catch (cause) {
    if (!(cause instanceof StrategyError)) throw cause;
    const what = typeof json === 'object' && json !== null && 'kind' in json ? 'strategy' : 'mask';
    throw usageProblem(`--strategy ${path}: it is no ${what}:\n${cause.message}`, undefined, cause);
  }
}

async function readJson(path: string): Promise<unknown> {
  const found = await stat(path).catch(() => null);
  if (found && (!found.isFile() || found.size > LIMITS.strategyFile)) {
    const why = found.isFile() ? `it has ${found.size} bytes` : 'it is no file';
    throw usageProblem(
      `--strategy ${path}: ${why}`,
      `A mask file has a few hundred, and none more than ${LIMITS.strategyFile}.`,
    );
  }
  try {
    return JSON.parse(decodeText(await readFile(path)));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? `it is not JSON: ${cause.message}` : 'it cannot be read';
    throw usageProblem(
      `--strategy ${path}: ${why}`,
      'A mask file is {"name": ..., "inherit": ["up1.0.res", ...]}.',
      cause,
    );
  }
}
