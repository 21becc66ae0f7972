#!/usr/bin/env node
/** The command line's first moments: whatever takes its time is loaded once Ctrl-C is answered. */
import { endOnInterrupt } from './cli/interrupt.ts';

endOnInterrupt();
// `heirloom presets | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const { givenArguments, runApart, runsApart } = await import('./cli/long-arguments.ts');
const args = await givenArguments();
process.exitCode = runsApart(args) ? await runApart(args) : await (await import('./cli/run.ts')).runCli(args);
