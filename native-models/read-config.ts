/** A network's or scheduler's configuration, read by a schema and a table of its keys; what is wrong is told with file, key and remedy. */
import { z } from 'zod';
import { UnsupportedConfigError } from './errors.ts';
import { type KeyTable, refuseKeys, shown } from './key-table.ts';
import { linesOfIssues, wordsOf } from './zod-words.ts';

/** What a configuration is read by. */
export interface ConfigReader<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly keys: KeyTable;
  /** What to do about a value that is refused. */
  readonly advice: string;
  /** The same for single keys, where there is more to say. */
  readonly remedies?: Readonly<Record<string, string>>;
}

/**
 * Checks a parsed config file, every key of it.
 * @param source what messages call the file: `unet/config.json`.
 * @throws UnsupportedConfigError with a line for each value that does not do.
 */
export function readConfig<Schema extends z.ZodType>(
  { schema, keys, advice, remedies = {} }: ConfigReader<Schema>,
  json: unknown,
  source: string,
): z.output<Schema> {
  const object = z.looseObject({}).safeParse(json);
  if (!object.success) throw new UnsupportedConfigError(`${source}: expected a JSON object. ${advice}`);
  refuseKeys(object.data, keys, source, advice);
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const complaint = (issue: z.core.$ZodIssue): string => {
    const key = String(issue.path[0] ?? '');
    const found = Object.hasOwn(object.data, key) ? `is ${shown(object.data[key])}` : 'is missing';
    return `${source}: ${key} ${found}; ${wantedBy(issue)}. ${remedies[key] ?? advice}`;
  };
  throw new UnsupportedConfigError(linesOfIssues(read.error.issues, complaint));
}

/** What would have done, in words. */
export function wantedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `expected ${issue.values.map(String).join(' or ')}`;
  return wordsOf(issue);
}

/** A count or size from `least` to `most`. */
export function whole(most: number, least = 1) {
  const error = `expected a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** The same, or a list with one for each block. */
export function wholeOrEach(most: number, blocks: number) {
  const error = `expected a whole number from 1 to ${most}, or a list of at most ${blocks}`;
  return z.union([whole(most), z.array(whole(most)).min(1).max(blocks)], { error });
}

/** A number with both ends. */
export function between(least: number, most: number) {
  const error = `expected a number from ${least} to ${most}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
}
