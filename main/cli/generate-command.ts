import { modeText } from '../../native-models/strategy/describe.ts';
import { basename, dirname, extname, join } from 'node:path';
import type { Command } from 'commander';
import { decideSeeds, decideSettings } from '../runs/decide-settings.ts';
import { describeModel } from '../models/describe-model.ts';
import { labelOf } from '../../native-models/strategy/naming.ts';
import type { Generated } from '../runs/generate.ts';
import { generate } from '../runs/generate.ts';
import { fingerprint } from '../models/fingerprint.ts';
import type { MadePicture } from '../runs/make-picture.ts';
import { measure } from '../runs/measurements.ts';
import { EMBEDDED_MODEL } from '../base/places.ts';
import { usageProblem } from '../base/problem.ts';
import { recommendationOf } from '../models/recommendation.ts';
import type { RunEvent } from '../runs/run-event.ts';
import type { Settings } from '../runs/settings.ts';
import { requireWritable, slug, writeNew } from '../base/files.ts';
import { seconds, times } from '../base/format-numbers.ts';
import { readRemake } from '../runs/remake.ts';
import { DEFAULT_PRECISION } from '../../native-models/strategy/precision.ts';
import type { RequestedSettings } from '../../preload/settings/settings.ts';
import type { SamplingFlags } from './flags.ts';
import { modelOf, PRECISION_HELP, requirePrecision, withOutputFlags, withSamplingFlags } from './flags.ts';
import { withModel, printJson } from './with-model.ts';
import * as values from './values.ts';

interface GenerateFlags extends SamplingFlags, RequestedSettings {
  readonly from?: string;
  readonly out: string;
}

/** `heirloom generate`: pictures from a prompt, or one made again; exits with 1 where it was stopped. */
export function addGenerate(program: Command): void {
  const command = program
    .command('generate')
    .description('make pictures from a prompt')
    .option('-p, --prompt <text>', 'what the picture should show')
    .option('--from <picture.png>', 'make this picture again; flags given besides change it')
    .option('-s, --strategy <name>', 'preset (CO6), none, int8, mask file, or UNet switching (S1, sd:15,base:10)')
    .option('--mode <mode>', 'which calls are full: P5+, P2+, P5, P<n>+<tail>, full@0,7,13 (default: P5+)')
    .option('--precision <name>', PRECISION_HELP, values.precision);
  withSamplingFlags(command).option('-o, --out <path>', 'folder, or a .png file', 'heirloom-out');
  withOutputFlags(command).action(async (flags: GenerateFlags) => {
    process.exitCode = await runGenerate(flags);
  });
}

async function runGenerate(flags: GenerateFlags): Promise<number> {
  const remake = flags.from === undefined ? null : await readRemake(flags.from);
  if (flags.prompt === undefined && !remake) {
    throw usageProblem('--prompt is missing', 'Say what to make: heirloom generate --prompt "a red fox".');
  }
  const path = flags.model ?? (remake ? (remake.record.model.path ?? EMBEDDED_MODEL) : modelOf(flags));
  const description = await describeModel(path, flags.data);
  const settings = await decideSettings(description, await recommendationOf(path), flags, remake);
  const seeds = decideSeeds(flags.seeds ?? (remake ? [remake.record.seed] : undefined), flags.count);
  requirePrecision([settings.strategy], flags.device);
  await requireWritable(isPicture(flags.out) ? dirname(flags.out) : flags.out);

  return await withModel(flags, description, async ({ model, display, signal }) => {
    const isOther = remake && remake.record.model.fingerprint !== (await fingerprint(model.pipeline.model.path));
    const warnings = isOther
      ? [`${basename(flags.from!)} was made with another model, ${remake.record.model.name}: this one differs`]
      : [];
    display.line(`${seeds.length > 1 ? 'Seeds' : 'Seed'} ${seeds.join(', ')}`);
    const save = (picture: MadePicture) => writeNew(pictureName(flags.out, settings, picture.record.seed), picture.png);
    const watch = (event: RunEvent) => {
      display.watch(event);
      if (event.kind === 'saved' && !flags.json) process.stdout.write(`${event.path}\n`);
    };
    const generated = await generate(model, { settings, seeds, save, warnings }, watch, signal);
    display.clear();
    if (flags.json) printJson(summary(generated, settings));
    else for (const picture of generated.pictures) display.line(spoken(picture));
    if (!generated.interrupted) return 0;
    display.line(`Stopped: ${generated.pictures.length} of ${seeds.length} pictures are finished and kept.`);
    return 1;
  });
}

/** A name that ends as a picture's does is one; everything else is a folder. */
function isPicture(out: string): boolean {
  const extension = extname(out).toLowerCase();
  if (!OTHER_PICTURES.has(extension)) return extension === '.png';
  throw usageProblem(
    `--out ${out}: pictures are written as PNG, which carries what they were made from`,
    `Call it ${basename(out, extname(out))}.png, or give a folder.`,
  );
}

const OTHER_PICTURES = new Set(['.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.tif', '.tiff', '.avif']);

function pictureName(out: string, { prompt, strategy }: Settings, seed: number): string {
  if (isPicture(out)) return out;
  const how = strategy ? `-${slug(labelOf(strategy))}` : '';
  return join(out, `${slug(prompt)}-${seed}${how}.png`);
}

function summary({ pictures, interrupted }: Generated, { strategy, scheduler, steps }: Settings) {
  return {
    pictures: pictures.map(({ path, record, result }) => ({
      image: path,
      seed: record.seed,
      strategy: strategy?.name ?? 'none',
      mode: strategy && modeText(strategy),
      semantics: strategy?.semantics ?? null,
      precision: strategy?.precision ?? DEFAULT_PRECISION,
      scheduler,
      steps,
      ...measure(result),
      warnings: result.warnings,
      record,
    })),
    interrupted,
  };
}

function spoken({ result }: MadePicture): string {
  const { calls, fullCalls } = measure(result);
  const ideal = fullCalls < calls ? `, ideal speed-up of the UNet ${times(result.idealSpeedup)}` : '';
  return `${seconds(result.seconds)}, of it ${seconds(result.unetSeconds)} in ${calls} calls (${fullCalls} full${ideal})`;
}
