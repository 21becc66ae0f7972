/** `serve`: the studio for a browser, on this machine or, where somebody asks for it, on another. */
import type { MemoryUse } from '../../native-models/vocabulary.ts';
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { makeFolder } from '../base/make-folder.ts';
import { dataFolder, PACKAGE_ROOT } from '../base/places.ts';
import { failure } from '../base/problem.ts';
import { untilInterrupted } from './interrupt.ts';
import { hasScreen, openInBrowser } from './open-in-browser.ts';
import * as values from './values.ts';

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly tokenFile?: string;
  readonly open: boolean;
  readonly memory: MemoryUse;
}

const PAGES = join(PACKAGE_ROOT, 'dist', 'renderer');

/** `heirloom serve`: runs until it is interrupted; the queue goes on at the next start. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the studio to a browser; only whoever has the printed address gets in')
    .option('--port <n>', 'port, 0: any free one', values.wholeNumber(0, 65_535), 8642)
    .option('--host <address>', 'address to listen on; anything but loopback lets other machines in', '127.0.0.1')
    .option('--data <folder>', 'where everything is kept', dataFolder())
    .option(
      '--token-file <file>',
      'keep the token of the address in this file, made if there is none: the address stays the same over restarts',
    )
    .option(
      '--memory <use>',
      'small: for machines on which a model does not fit otherwise; fastest: about 5% faster on the CPU, for more memory',
      values.memory,
      'fast',
    )
    .option('--no-open', 'do not open the browser')
    .action((flags: ServeFlags) => serveStudio(flags));
}

async function serveStudio({ port, host, data, open, memory, tokenFile }: ServeFlags): Promise<void> {
  if (!existsSync(join(PAGES, 'index.html'))) {
    throw failure('serve: the pages of the studio are not built', 'Run npm run build:renderer first.');
  }
  // Loaded here: the other commands should not wait for the database and the router.
  const [{ openStudio }, { studioRouter }, { serve }, { tokenIn }] = await Promise.all([
    import('../studio/studio.ts'),
    import('../studio/router.ts'),
    import('../server/serve.ts'),
    import('../server/token-file.ts'),
  ]);
  const token = tokenFile === undefined ? undefined : tokenIn(tokenFile);
  const studio = openStudio({
    dataFolder: data,
    memory,
    onError: (error) => void log(data, error),
  });
  const server = await serve({
    router: studioRouter(studio, 'server'),
    pages: PAGES,
    pictureFile: studio.history.thumbnails.locate,
    host,
    port,
    token,
  }).catch(async (error: unknown) => {
    await studio.close();
    throw error;
  });
  const elsewhere = server.elsewhere.map((address) => `From another machine: ${address}\n`).join('');
  if (elsewhere !== '') {
    process.stderr.write(`Anyone on the network who learns this address can use this machine. It is not encrypted.\n`);
  }
  process.stdout.write(
    `Heirloom is at ${server.address}\n${elsewhere}Ctrl-C ends it; what is queued goes on next time.\n`,
  );
  if (open && hasScreen()) openInBrowser(server.address);
  await untilInterrupted();
  await server.close();
  await studio.close();
}

/** `logs/studio.log`; where that cannot be written, the terminal. */
async function log(data: string, error: unknown): Promise<void> {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    makeFolder(join(data, 'logs'));
    await appendFile(join(data, 'logs', 'studio.log'), `${new Date().toISOString()} ${words}\n`);
  } catch {
    process.stderr.write(`${words}\n`);
  }
}
