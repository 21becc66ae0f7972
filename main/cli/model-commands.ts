/** `presets`, `cost`, `inspect`: what can be known of a model before any picture is made. */
import { LIMITS, type SamplerId, type Semantics } from '../../native-models/vocabulary.ts';
import { Argument, type Command } from 'commander';
import { BUILT_IN_MODELS } from '../../native-models/unet/built-in.ts';
import { DEFAULT_SCHEDULER, strategyNamed } from '../runs/decide-settings.ts';
import type { ModelDescription } from '../models/describe-model.ts';
import { describeModel } from '../models/describe-model.ts';
import { costOf, inspection, type LatentSize, presetList } from '../models/inventory.ts';
import { isSwitching } from '../runs/resolve-strategy.ts';
import { dataFolder, EMBEDDED_MODEL } from '../base/places.ts';
import { usageProblem } from '../base/problem.ts';
import { megabytes, times } from '../base/format-numbers.ts';
import { modelOf, withOutputFlags } from './flags.ts';
import { printJson } from './with-model.ts';
import { table } from './table.ts';
import type { Size } from './values.ts';
import * as values from './values.ts';

interface ModelFlags {
  readonly model?: string;
  readonly size?: Size;
  readonly semantics: Semantics;
  readonly json?: true;
}

interface CostFlags extends ModelFlags {
  readonly strategy: string;
  readonly mode: string;
  readonly steps: number;
  readonly scheduler: SamplerId;
}

const MODEL = `a model, or a built-in configuration: ${BUILT_IN_MODELS.join(', ')} (default: the model that comes with Heirloom)`;

/** `heirloom presets`: what each preset leaves to compute on a model. */
export function addPresets(program: Command): void {
  const command = program.command('presets').description('list the presets, and what each leaves to compute');
  withModelFlags(command).action(async (flags: ModelFlags) => {
    const model = await describeModel(modelOf(flags), dataFolder());
    const presets = presetList(model, flags.semantics, latentSize(model, flags.size));
    if (flags.json) return printJson(presets);
    const rows = table<(typeof presets)[number]>(
      [
        { title: 'preset', text: ({ id }) => id },
        { title: 'inherit step', align: 'right', text: ({ macShare }) => `${(100 * macShare).toFixed(1)}%` },
        { title: 'cache', align: 'right', text: ({ cacheBytes }) => megabytes(cacheBytes) },
        { title: 'standing', text: ({ standing }) => standing },
        { title: 'computes', text: ({ title }) => title },
      ],
      presets,
    );
    process.stdout.write(`${rows}\n`);
  });
}

/** `heirloom cost`: one strategy, unit by unit, in multiply-accumulates of one guidance half. */
export function addCost(program: Command): void {
  const command = program
    .command('cost')
    .description('what a strategy costs on paper: multiply-accumulates, parameters and bytes of each unit')
    .option('-s, --strategy <name>', 'preset, none, or mask file', 'CO6')
    .option('--mode <mode>', 'which calls are full', 'P5+')
    .option('--steps <n>', 'scheduler steps', values.wholeNumber(LIMITS.steps.min, LIMITS.steps.max), 50)
    .option('--scheduler <name>', 'pndm makes one call more than steps', values.scheduler, 'ddim');
  withModelFlags(command).action(async (flags: CostFlags) => {
    refuseSwitching(flags.strategy);
    const model = await describeModel(modelOf(flags), dataFolder());
    const strategy = await strategyNamed(model, flags.strategy, { mode: flags.mode, semantics: flags.semantics });
    const { steps, scheduler } = flags;
    const cost = costOf(model, { strategy, steps, scheduler, size: latentSize(model, flags.size) });
    if (flags.json) return printJson(cost);
    const units = table<(typeof cost.units)[number]>(
      [
        { title: 'unit', text: ({ id }) => id },
        { title: 'inherit step', text: ({ inherits }) => (inherits ? 'inherits' : 'computed') },
        { title: 'MMAC', align: 'right', text: ({ macs }) => (macs / 1e6).toFixed(1) },
        { title: 'share', align: 'right', text: ({ macs }) => `${((100 * macs) / cost.macs).toFixed(1)}%` },
        { title: 'parameters', align: 'right', text: ({ parameters }) => parameters.toLocaleString('en') },
        { title: 'output', align: 'right', text: ({ outputBytes }) => megabytes(outputBytes) },
      ],
      cost.units,
    );
    process.stdout.write(
      [
        units,
        '',
        `${cost.model}, latents ${cost.latents.width}x${cost.latents.height}, one guidance half: ${(cost.macs / 1e9).toFixed(2)} GMAC a full call`,
        `${cost.strategy} ${cost.mode ?? ''}: ${cost.fullCalls} full and ${cost.inheritCalls} inherit calls, an inherit step costs ${(100 * cost.macShare).toFixed(1)}%`,
        `Ideal speed-up of the UNet ${times(cost.idealSpeedup)}, feature cache ${megabytes(cost.cacheBytes)}`,
        ...cost.warnings.map((warning) => `Warning: ${warning}`),
        '',
      ].join('\n'),
    );
  });
}

/** `heirloom inspect`: architecture, types and sizes of a model, from the headers of its files. */
export function addInspect(program: Command): void {
  const command = program
    .command('inspect')
    .description('what a model is: architecture, types, parameters, units')
    .addArgument(new Argument('[model]', MODEL));
  command.option('-m, --model <model>', 'the same as the argument');
  withOutputFlags(command).action(async (argument: string | undefined, flags: { model?: string; json?: true }) => {
    const found = inspection(await describeModel(argument ?? flags.model ?? EMBEDDED_MODEL, dataFolder()));
    if (flags.json) return printJson(found);
    const part = (name: string, parameters: number | null, dtype: string | null) =>
      parameters === null ? [] : [`${name} ${(parameters / 1e6).toFixed(2)} M parameters${dtype ? `, ${dtype}` : ''}`];
    process.stdout.write(
      [
        `${found.name} (${found.format}${found.path ? `, ${found.path}` : ''})`,
        ...part('UNet         ', found.parameters.unet, found.dtype.unet),
        ...part('text encoder ', found.parameters.textEncoder, found.dtype.textEncoder),
        ...part('autoencoder  ', found.parameters.vae, found.dtype.vae),
        `latents ${found.latents.width}x${found.latents.height}x${found.latents.channels}, channels ${found.channels.join(', ')}, prompt width ${found.crossAttentionDim}`,
        ...(found.predicts ? [`scheduler ${schedulerOf(found)}, predicts ${found.predicts}`] : []),
        ...found.warnings.map((warning) => `Warning: ${warning}`),
        ...found.notes,
        '',
        table<(typeof found.architecture.blocks)[number]>(
          [
            { title: 'block', text: ({ id }) => id },
            { title: 'ResUnits', align: 'right', text: ({ resUnits }) => `${resUnits}` },
            { title: 'AttnUnits', align: 'right', text: ({ attnUnits }) => `${attnUnits}` },
          ],
          found.architecture.blocks,
        ),
        `${found.unitCount} units`,
        '',
      ].join('\n'),
    );
  });
}

function withModelFlags(command: Command): Command {
  command
    .option('-m, --model <model>', MODEL)
    .option('--size <WxH>', "picture size in pixels (default: the model's own)", values.size)
    .option('--semantics <name>', 'residual or boundary', values.semantics, 'residual');
  return withOutputFlags(command);
}

function schedulerOf({ scheduler, schedulerClass }: ReturnType<typeof inspection>): string {
  return scheduler ?? `${schedulerClass ?? 'not named'} (none of ours: ${DEFAULT_SCHEDULER} takes its place)`;
}

/** One UNet is reckoned here: what taking turns is worth depends on two, and on the clock. */
function refuseSwitching(strategy: string): void {
  if (!isSwitching(strategy.trim())) return;
  throw usageProblem(
    `--strategy ${strategy}: cost reckons with one UNet, and this one takes turns with others`,
    'Measure it with heirloom compare, or ask for the cost of each with --model.',
  );
}

function latentSize({ config, scaleFactor }: ModelDescription, size: Size | undefined): LatentSize {
  if (!size) return { width: config.sampleSize, height: config.sampleSize };
  const latents = { width: size.width / scaleFactor, height: size.height / scaleFactor };
  if (Number.isInteger(latents.width) && Number.isInteger(latents.height)) return latents;
  throw usageProblem(`--size ${size.width}x${size.height}: sides must be multiples of ${scaleFactor}`);
}
