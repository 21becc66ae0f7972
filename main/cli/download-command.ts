/** `download`: a model from a hub or an address, into the folder where the studio keeps its own. */
import type { Command } from 'commander';
import { dataFolder } from '../base/places.ts';
import { failure, usageProblem } from '../base/problem.ts';
import type { Connection } from '../downloads/connection.ts';
import type { DownloadRecord } from '../downloads/download-record.ts';
import type { Offer, SizedChoice } from '../downloads/offer.ts';
import { stopOnInterrupt } from './interrupt.ts';
import { ProgressDisplay } from './progress-display.ts';
import * as values from './values.ts';

interface DownloadFlags {
  readonly precision?: 'half' | 'full';
  readonly file?: string;
  readonly hub?: string;
  readonly proxy?: string;
  readonly data: string;
  readonly dryRun?: true;
}

/** Choices by what a person calls them. */
const PRECISIONS: Readonly<Record<'half' | 'full', readonly string[]>> = { half: ['fp16', 'bf16'], full: ['', 'fp32'] };

/** `heirloom download`: into the models of a data folder, which no studio may hold meanwhile. */
export function addDownload(program: Command): void {
  program
    .command('download')
    .description('download a model; what was begun earlier goes on where it was')
    .argument('<source>', 'owner/name, owner/name@revision, its address, or the address of a .safetensors file')
    .option('--precision <name>', 'half or full (default: half where there is one)', values.oneOf(['half', 'full']))
    .option('--file <name>', 'which one, of a repository with several single files')
    .option('--hub <address>', 'a mirror of the hub (default: what the studio has set, or HF_ENDPOINT)')
    .option('--proxy <address>', 'http://host:port (default: what the studio has set, or HTTPS_PROXY)')
    .option('--data <folder>', 'where models are kept', dataFolder())
    .option('--dry-run', 'only say what would be downloaded')
    .addHelpText('after', '\nA token for gated repositories is taken from the studio’s settings, or from HF_TOKEN.')
    .action((source: string, flags: DownloadFlags) => download(source, flags));
}

async function download(source: string, flags: DownloadFlags): Promise<void> {
  const [{ connect }, { NetworkStore }, { readOffer }, { claimFolder }, { prepareDataFolder }] = await Promise.all([
    import('../downloads/connection.ts'),
    import('../downloads/network-settings.ts'),
    import('../downloads/read-offer.ts'),
    import('../history/files/claim-folder.ts'),
    import('../history/files/data-folder.ts'),
  ]);
  const display = new ProgressDisplay();
  const { signal, release } = stopOnInterrupt((words) => display.line(words), 'Stopping; what is here is kept.');
  const { models } = prepareDataFolder(flags.data);
  const network = new NetworkStore(flags.data);
  await network.moveToken();
  const { hub, proxy, token } = await network.values();
  const connection = connect({ hub: flags.hub ?? hub, proxy: flags.proxy ?? proxy, token });
  try {
    const offer = await readOffer(source, connection, signal);
    const chosen = chooseFrom(offer, flags);
    process.stdout.write(inWords(offer, chosen));
    if (flags.dryRun) return;
    // A studio on this folder may be at the same download.
    const leave = claimFolder(flags.data);
    try {
      const place = await carryOut(offer, chosen, { models, connection, signal, display });
      process.stdout.write(`Here: ${place}\n`);
    } finally {
      leave();
    }
  } catch (error) {
    if (signal.aborted)
      throw failure('Stopped before it was complete.', 'The same command goes on where it was.', error);
    throw error;
  } finally {
    display.clear();
    release();
    await connection.close();
  }
}

interface CarryOut {
  readonly models: string;
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly display: ProgressDisplay;
}

async function carryOut(offer: Offer, chosen: SizedChoice, { display, ...options }: CarryOut): Promise<string> {
  const [{ newRecord, readRecords, writeRecord }, { runDownload }, { Speed }] = await Promise.all([
    import('../downloads/download-record.ts'),
    import('../downloads/run-download.ts'),
    import('../downloads/speed.ts'),
  ]);
  const { models } = options;
  const begun = (await readRecords(models)).find(({ target }) => target.join('/') === chosen.target.join('/'));
  // The studio shows it as paused, should this one be interrupted.
  const record: DownloadRecord = { ...(begun ?? newRecord(offer, chosen)), paused: true };
  await writeRecord(models, record);
  const speed = new Speed();
  return await runDownload(record, {
    ...options,
    on: (event) => {
      if (event.kind === 'note') return display.line(event.words);
      speed.mark(event.bytes);
      const perSecond = speed.perSecond();
      const secondsLeft = perSecond ? (chosen.bytes - event.bytes) / perSecond : null;
      const label = `${event.phase === 'checking' ? 'checking ' : ''}${event.file}`;
      display.watch({ kind: 'progress', label, done: chosen.bytes > 0 ? event.bytes / chosen.bytes : 1, secondsLeft });
    },
  });
}

function chooseFrom({ title, choices }: Offer, { precision, file }: DownloadFlags): SizedChoice {
  const named = choices.map(({ id, title }) => (id.endsWith('.safetensors') ? id : title.toLowerCase())).join(', ');
  if (file !== undefined) {
    const found = choices.find(({ id }) => id === file);
    if (!found) throw usageProblem(`--file ${file}: ${title} has no such single file`, `It has ${named}.`);
    return found;
  }
  if (precision !== undefined) {
    const found = choices.find(({ id }) => PRECISIONS[precision].includes(id));
    if (!found) throw usageProblem(`--precision ${precision}: ${title} has none`, `It has ${named}.`);
    return found;
  }
  if (choices.length > 1 && choices.every(({ id }) => id.endsWith('.safetensors'))) {
    throw usageProblem(`${title} has several single files`, `Choose one with --file: ${named}.`);
  }
  return choices[0]!;
}

function inWords({ title, from, pickles }: Offer, { title: choice, files, bytes }: SizedChoice): string {
  const lines = [
    `${title} from ${from}: ${choice}, ${(bytes / 1e6).toFixed(1)} MB in ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
    ...files.map(({ path, bytes }) => `  ${(bytes / 1e6).toFixed(1).padStart(9)} MB  ${path}`),
    ...(pickles.length > 0 ? [`Left out, because Python pickles can run any code: ${pickles.join(', ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
