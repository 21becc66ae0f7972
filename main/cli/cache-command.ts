/** `cache`: copies of weights in another precision, which cost disk and can be made again. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type CachedWeights, listCopies, removeCopy } from '../../native-models/checkpoint/copies/weights-cache.ts';
import { dataFolder } from '../base/places.ts';
import { usageProblem } from '../base/problem.ts';
import { megabytes } from '../base/format-numbers.ts';
import { withOutputFlags } from './flags.ts';
import { printJson } from './with-model.ts';
import { table } from './table.ts';
import * as values from './values.ts';

interface CacheFlags {
  readonly remove?: readonly string[];
  readonly clear?: true;
  readonly data: string;
  readonly json?: true;
}

/** `heirloom cache`: lists converted weights, or removes some. */
export function addCache(program: Command): void {
  const command = program
    .command('cache')
    .description(
      'list or remove converted weights: copies that are made when a model is first used in another precision',
    )
    .option(
      '--remove <id>',
      'remove what was made of one file, by the beginning of its id; several times for several',
      values.several,
    )
    .option('--clear', 'remove all of them')
    .option('--data <folder>', 'where converted weights are kept', dataFolder());
  withOutputFlags(command).action(showCache);
}

async function showCache({ remove = [], clear, data, json }: CacheFlags): Promise<void> {
  const copies = await listCopies(data);
  const removed = clear ? copies : [...new Set(remove.flatMap((id) => copiesOf(id, copies)))];
  for (const copy of removed) await removeCopy(data, copy);
  const kept = copies.filter((copy) => !removed.includes(copy));
  if (json) return printJson({ folder: data, kept, removed });
  for (const copy of removed) process.stdout.write(`Removed ${megabytes(copy.bytes)}: ${copy.source}\n`);
  process.stdout.write(kept.length > 0 ? `${listing(kept)}\n` : `No converted weights in ${data}.\n`);
}

function listing(copies: readonly CachedWeights[]): string {
  const rows = table<CachedWeights>(
    [
      { title: 'id', text: ({ sha256 }) => sha256.slice(0, SHOWN_DIGITS) },
      { title: 'holds', text: ({ kind }) => kind },
      { title: 'size', align: 'right', text: ({ bytes }) => megabytes(bytes) },
      { title: 'made from', text: ({ source }) => (existsSync(source) ? source : `${source} (no longer there)`) },
    ],
    copies,
  );
  const total = copies.reduce((sum, { bytes }) => sum + bytes, 0);
  return `${rows}\n${megabytes(total)} together; they are made again when they are needed`;
}

const SHOWN_DIGITS = 12;

/** All that was made of the one file whose id begins so. */
function copiesOf(id: string, copies: readonly CachedWeights[]): readonly CachedWeights[] {
  const found = copies.filter(({ sha256 }) => sha256.startsWith(id.toLowerCase()));
  const files = new Set(found.map(({ sha256 }) => sha256)).size;
  if (files === 1) return found;
  throw usageProblem(
    `--remove ${id}: ${files > 1 ? `${files} ids begin so` : 'no converted weights have that id'}`,
    'heirloom cache lists them.',
  );
}
