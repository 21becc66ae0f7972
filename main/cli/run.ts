/** The command line: parses, runs, and turns whatever goes wrong into words and an exit code. */
import { Command, CommanderError } from 'commander';
import { PROGRAM } from '../base/places.ts';
import { addCache } from './cache-command.ts';
import { addCompare } from './compare-command.ts';
import { addDownload } from './download-command.ts';
import { addGenerate } from './generate-command.ts';
import { reportError } from './report-error.ts';
import { addCost, addInspect, addPresets } from './model-commands.ts';
import { addServe } from './serve-command.ts';

/** Commander's "errors" that are answers: help and version. */
const ANSWERS = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

/** Runs one command line (without `node` and the script). Gives the exit code: 0, 1 (failed), 2 (bad arguments) or 130 (stopped). */
export async function runCli(args: readonly string[]): Promise<number> {
  process.exitCode = 0;
  try {
    await heirloom().parseAsync(args, { from: 'user' });
    return Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return ANSWERS.has(error.code) && error.exitCode === 0 ? 0 : 2;
    return reportError(error, args.includes('--verbose'));
  }
}

function heirloom(): Command {
  const program = new Command('heirloom')
    .description(
      'Makes Stable Diffusion faster by letting parts of the UNet inherit their features, and measures what it costs.',
    )
    .version(PROGRAM.version)
    .showHelpAfterError('Run it with --help to see what it takes.')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')) })
    .exitOverride();
  // Subcommands copy these settings when they are added, so they come first.
  const all = [addGenerate, addCompare, addPresets, addCost, addInspect, addCache, addDownload, addServe];
  for (const add of all) add(program);
  return program;
}
