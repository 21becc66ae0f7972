/** Flags that several commands share. */
import {
  DEVICE_IDS,
  type DeviceId,
  LIMITS,
  type MemoryUse,
  type PrecisionChoice,
} from '../../native-models/vocabulary.ts';
import type { Command } from 'commander';
import { precisionProblem } from '../../native-models/strategy/precision.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { RequestedSettings } from '../../preload/settings/settings.ts';
import { dataFolder, EMBEDDED_MODEL } from '../base/places.ts';
import { usageProblem } from '../base/problem.ts';
import { withSettingFlags } from './setting-flags.ts';
import * as values from './values.ts';

/** How the engine runs. */
export interface EngineFlags {
  readonly device: DeviceId;
  readonly devicePrecision: PrecisionChoice;
  readonly threads: number;
  readonly memory: MemoryUse;
  readonly data: string;
}

/** Wishes that commands take in a way of their own: one of them, or lists to compare. */
type OfEachCommand = 'prompt' | 'strategy' | 'mode' | 'precision';

/** What a picture is made from, under the names of what is wished for, and how the engine runs. */
export interface SamplingFlags extends EngineFlags, Omit<RequestedSettings, OfEachCommand> {
  readonly json?: true;
  readonly verbose?: true;
}

/** Adds a flag for each per-run setting, and those that say how the engine runs ({@link SamplingFlags}). */
export function withSamplingFlags(command: Command): Command {
  return withSettingFlags(command)
    .option('--device <name>', DEVICE_IDS.join(', '), values.device, 'cpu')
    .option(
      '--device-precision <name>',
      'what the device computes in: float16 (half the memory; not on the cpu), float32, or auto: what its self-test allows',
      values.devicePrecision,
      'auto',
    )
    .option(
      '--threads <n>',
      'threads on the CPU, 0: one per core',
      values.wholeNumber(LIMITS.threads.min, LIMITS.threads.max),
      0,
    )
    .option(
      '--memory <use>',
      'fast keeps networks and buffers from picture to picture, small gives them back as soon as it can, ' +
        'fastest lays weights out anew for each network (CPU: about 5% faster, seconds to load, and more memory)',
      values.memory,
      'fast',
    )
    .option('--data <folder>', 'where converted weights are kept', dataFolder());
}

/** Adds `--json` and `--verbose`. */
export function withOutputFlags(command: Command): Command {
  return command
    .option('--json', 'print JSON, and nothing else, on stdout')
    .option('--verbose', 'show where an error came from');
}

/** Help of `--precision` and `--precisions`. */
export const PRECISION_HELP =
  'what the UNets compute with: float32, or int8, an approximation that is faster on the CPU';

/** Before a model is opened. */
export function requirePrecision(strategies: readonly (Strategy | null)[], device: DeviceId): void {
  for (const strategy of strategies) {
    const problem = precisionProblem(strategy, device);
    if (problem) throw usageProblem(`--device ${device}: ${problem}`);
  }
}

/** The path that was given, or that of the model that comes with Heirloom. */
export function modelOf({ model }: { readonly model?: string | undefined }): string {
  return model ?? EMBEDDED_MODEL;
}
