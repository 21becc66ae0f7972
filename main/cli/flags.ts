/** Flags that several commands share. */
import {
  type DeviceId,
  type MemoryUse,
  type PrecisionChoice,
  SAMPLER_IDS,
  type SamplerId,
  type Semantics,
} from '../../native-models/vocabulary.ts';
import type { Command } from 'commander';
import { precisionProblem } from '../../native-models/strategy/precision.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { dataFolder, EMBEDDED_MODEL } from '../base/places.ts';
import { usageProblem } from '../base/problem.ts';
import type { RequestedSettings } from '../runs/decide-settings.ts';
import type { Size } from './values.ts';
import * as values from './values.ts';

export interface SamplingFlags {
  readonly negative?: string;
  readonly model?: string;
  readonly semantics?: Semantics;
  readonly unet?: Readonly<Record<string, string>>;
  readonly steps?: number;
  readonly guidance?: number;
  readonly seed?: readonly number[];
  readonly count?: number;
  readonly size?: Size;
  readonly scheduler?: SamplerId;
  readonly initImage?: string;
  readonly strength?: number;
  readonly vaeTiling?: boolean;
  readonly device: DeviceId;
  readonly devicePrecision: PrecisionChoice;
  readonly threads: number;
  readonly memory: MemoryUse;
  readonly data: string;
  readonly json?: true;
  readonly verbose?: true;
}

export function withSamplingFlags(command: Command): Command {
  return command
    .option('-n, --negative <text>', 'what the picture should not show')
    .option('-m, --model <path>', 'diffusers folder or .safetensors file (default: the model that comes with Heirloom)')
    .option(
      '--semantics <name>',
      'what an inherit step does: residual or boundary (default: residual)',
      values.semantics,
    )
    .option('--unet <role=path>', 'a UNet for switching, e.g. base=models/bk-sdm-base; sd is --model', values.roles)
    .option('--steps <n>', 'scheduler steps (default: 50)', values.wholeNumber(1, 1000))
    .option(
      '--guidance <n>',
      'classifier-free guidance scale (default: 7.5, or what the model advises)',
      values.decimal(0, 100),
    )
    .option('--seed <n,...>', 'seed, or several (default: random, and told)', values.seeds)
    .option('--count <n>', 'pictures to make, with seeds that follow each other', values.wholeNumber(1, 10_000))
    .option('--size <WxH>', "pixels (default: the model's own size)", values.size)
    .option('--scheduler <name>', `${SAMPLER_IDS.join(', ')} (default: the model's own, or pndm)`, values.scheduler)
    .option('--init-image <file>', 'picture to start from')
    .option('--strength <n>', 'how far to go from it, 0 to 1 (default: 0.75)', values.decimal(0.001, 1))
    .option(
      '--vae-tiling',
      'decode (and encode) in tiles of 512 pixels: a third of the memory at 1024x1024, 37% more time',
    )
    .option('--no-vae-tiling', 'all at once, whatever the picture given with --from was made with')
    .option('--device <name>', values.DEVICES.join(', '), values.device, 'cpu')
    .option(
      '--device-precision <name>',
      'what the device computes in: float16 (half the memory; not on the cpu), float32, or auto: what its self-test allows',
      values.devicePrecision,
      'auto',
    )
    .option('--threads <n>', 'threads on the CPU, 0: one per core', values.wholeNumber(0, 1024), 0)
    .option(
      '--memory <use>',
      'fast keeps networks and buffers from picture to picture, small gives them back as soon as it can, ' +
        'fastest lays weights out anew for each network (CPU: about 5% faster, seconds to load, and more memory)',
      values.memory,
      'fast',
    )
    .option('--data <folder>', 'where converted weights are kept', dataFolder());
}

export function withOutputFlags(command: Command): Command {
  return command
    .option('--json', 'print JSON, and nothing else, on stdout')
    .option('--verbose', 'show where an error came from');
}

export const PRECISION_HELP =
  'what the UNets compute with: float32, or int8, an approximation that is faster on the CPU';

/** Before a model is opened. */
export function requirePrecision(strategies: readonly (Strategy | null)[], device: DeviceId): void {
  for (const strategy of strategies) {
    const problem = precisionProblem(strategy, device);
    if (problem) throw usageProblem(`--device ${device}: ${problem}`);
  }
}

export function modelOf({ model }: { readonly model?: string }): string {
  return model ?? EMBEDDED_MODEL;
}

/** What the flags of a command ask for; what they leave open is decided later. */
export function requestedSettings(flags: SamplingFlags): RequestedSettings {
  return {
    negativePrompt: flags.negative,
    size: flags.size,
    steps: flags.steps,
    guidanceScale: flags.guidance,
    scheduler: flags.scheduler,
    semantics: flags.semantics,
    unets: flags.unet,
    initImage: flags.initImage,
    strength: flags.strength,
    vaeTiling: flags.vaeTiling,
  };
}
