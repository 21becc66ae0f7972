import { inheritsNothing, isProgram } from '../../native-models/strategy/describe.ts';
import type { Precision } from '../../native-models/vocabulary.ts';
import type { Command } from 'commander';
import { compare } from '../compare/compare.ts';
import type { Comparison } from '../compare/comparison.ts';
import { decideSeeds, decideSettings, strategyNamed } from '../runs/decide-settings.ts';
import type { RequestedSettings } from '../../preload/settings/settings.ts';
import { canonical } from '../../preload/settings/identity.ts';
import { describeModel, type ModelDescription } from '../models/describe-model.ts';
import { usageProblem } from '../base/problem.ts';
import { recommendationOf } from '../models/recommendation.ts';
import { requireWritable } from '../base/files.ts';
import { resultsOf, saveComparison, savePicture } from '../export/comparison/comparison-files.ts';
import { THEMES, type Theme } from '../export/drawing/palette.ts';
import { PRESETS } from '../../native-models/strategy/presets.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { comparisonTable, countsInWords, doubtsOf } from './comparison-table.ts';
import type { SamplingFlags } from './flags.ts';
import { modelOf, PRECISION_HELP, requirePrecision, withOutputFlags, withSamplingFlags } from './flags.ts';
import { withModel, printJson } from './with-model.ts';
import * as values from './values.ts';

interface CompareFlags extends SamplingFlags {
  readonly prompt?: readonly string[];
  readonly strategies: readonly string[];
  readonly modes: readonly string[];
  readonly precisions?: readonly Precision[];
  readonly equalTime?: true;
  readonly repeat: number;
  readonly theme: Theme;
  readonly out: string;
}

/** `heirloom compare`: pictures in full and by each strategy; exits with 1 where it was stopped. */
export function addCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('make the same pictures in full and by feature inheritance, and measure both')
    .option('-p, --prompt <text>', 'what the pictures should show; several times for several prompts', values.several)
    .option('--strategies <list>', 'presets, mask files, UNet switching or int8; or all', values.strategyList, [
      'CO6',
      'CO3',
      'LI1',
    ])
    .option('--modes <list>', 'which calls are full', values.modeList, ['P5+'])
    .option('--precisions <list>', PRECISION_HELP, values.precisionList)
    .option('--equal-time', 'add, for each strategy, plain sampling with as many steps as take the same time')
    .option('--repeat <n>', 'make everything n times and take the median of the times', values.wholeNumber(1, 1000), 1)
    .option('--theme <name>', 'of grid.png: dark or light', values.oneOf(THEMES), 'dark');
  withSamplingFlags(command).option(
    '-o, --out <folder>',
    'where pictures, grid.png and results.json go',
    'heirloom-out',
  );
  withOutputFlags(command).action(async (flags: CompareFlags) => {
    process.exitCode = await runCompare(flags);
  });
}

async function runCompare(flags: CompareFlags): Promise<number> {
  const { prompt: prompts } = flags;
  if (prompts === undefined) {
    throw usageProblem('--prompt is missing', 'Say what to make: heirloom compare --prompt "a red fox".');
  }
  const path = modelOf(flags);
  const description = await describeModel(path, flags.data);
  const requested = { ...flags, prompt: undefined };
  const strategies = await strategiesOf(flags, description, requested);
  const settings = await decideSettings(description, await recommendationOf(path), {
    ...requested,
    semantics: undefined,
  });
  const seeds = decideSeeds(flags.seeds, flags.count);
  requirePrecision(strategies, flags.device);
  await requireWritable(flags.out);
  const cases = prompts.flatMap((prompt) => seeds.map((seed) => ({ prompt, seed })));

  return await withModel(flags, description, async ({ model, display, signal }) => {
    display.line(`${seeds.length > 1 ? 'Seeds' : 'Seed'} ${seeds.join(', ')}`);
    const job = {
      settings,
      cases,
      strategies,
      equalTime: flags.equalTime ?? false,
      repeats: flags.repeat,
      save: savePicture.bind(null, flags.out),
    };
    const comparison = await compare(model, job, display.watch, signal);
    display.clear();
    if (comparison.columns.length === 0) {
      display.line('Stopped before a picture was finished.');
      return 1;
    }
    const paths = await saveComparison(flags.out, comparison, flags.theme);
    if (flags.json) printJson({ ...resultsOf(comparison), ...paths });
    else
      process.stdout.write(
        `${comparisonTable(comparison)}${countsInWords(comparison)}\n\n${[...paths.grids, paths.results].join('\n')}\n`,
      );
    for (const doubt of doubtsOf(comparison)) display.line(doubt);
    if (comparison.interrupted) display.line(stopped(comparison));
    return comparison.interrupted ? 1 : 0;
  });
}

/** Every strategy in every mode and precision; what has no mode, as switching, is taken once in each precision. */
async function strategiesOf(
  flags: CompareFlags,
  model: ModelDescription,
  requested: RequestedSettings,
): Promise<Strategy[]> {
  const all = flags.strategies.length === 1 && flags.strategies[0]?.toLowerCase() === 'all';
  const found: Strategy[] = [];
  for (const name of all ? PRESETS.map(({ id }) => id) : flags.strategies) {
    for (const precision of flags.precisions ?? [undefined]) {
      for (const mode of flags.modes) {
        const strategy = await strategyNamed(model, name, { ...requested, mode, precision });
        if (strategy) found.push(strategy);
        // Only a mask has a mode to vary.
        if (!strategy || isProgram(strategy) || inheritsNothing(strategy)) break;
      }
    }
  }
  // Int8 alone is the same whichever way it was asked for.
  const distinct = [...new Map(found.map((strategy) => [canonical(strategy), strategy])).values()];
  if (distinct.length > 0) return distinct;
  throw usageProblem('--strategies names nothing to compare the baseline with', 'Name a preset, such as CO6.');
}

function stopped({ columns }: Comparison): string {
  const pictures = columns.reduce((sum, { cells }) => sum + cells.length, 0);
  return `Stopped: ${pictures} finished pictures are kept, and compared as far as they go.`;
}
