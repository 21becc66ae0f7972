import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import { CheckpointError } from './errors.ts';
import { withoutPythonNumbers } from './python-json.ts';
import { LIMITS } from './vocabulary.ts';
import { wordsOfIssues } from './zod-words.ts';

/** Reads a JSON file of a checkpoint and checks it; `label` is what messages call it. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  label: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(path, label);
  let json: unknown;
  try {
    json = parsePythonJson(text);
  } catch (cause) {
    const lfs = text.startsWith('version https://git-lfs') ? ' but a Git LFS pointer: run `git lfs pull`' : '';
    throw new CheckpointError(label, `this is not JSON${lfs} (${(cause as Error).message})`, undefined, { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    throw new CheckpointError(label, wordsOfIssues(parsed.error.issues), 'Correct the file, or get it again');
  return parsed.data;
}

/**
 * A text file of a checkpoint: UTF-8, or what its byte order mark says, which Windows' editors leave; without the mark.
 * @throws CheckpointError where it is missing, or too large to be what it is called.
 */
export async function readText(path: string, label: string): Promise<string> {
  const missing = (cause: unknown) =>
    new CheckpointError(label, 'the file is missing or cannot be read', 'Get it again', { cause });
  const { size } = await stat(path).catch((cause: unknown) => Promise.reject(missing(cause)));
  if (size > LIMITS.jsonBytes) {
    const [found, most] = [size, LIMITS.jsonBytes].map((bytes) => `${Math.round(bytes / 2 ** 20)} MB`);
    throw new CheckpointError(label, `expected at most ${most}, found ${found}`, 'Get it again');
  }
  return decodeText(await readFile(path).catch((cause: unknown) => Promise.reject(missing(cause))));
}

/** A file that a person may have saved: UTF-8, or what its byte order mark says; without the mark. */
export function decodeText(bytes: Buffer): string {
  const [, encoding] = MARKS.find(([mark]) => bytes.subarray(0, mark.length).equals(mark)) ?? [null, 'utf-8'];
  return new TextDecoder(encoding).decode(bytes);
}

/** Byte order marks; UTF-8's own needs no row. */
const MARKS = [
  [Buffer.of(0xff, 0xfe), 'utf-16le'],
  [Buffer.of(0xfe, 0xff), 'utf-16be'],
] as const;

/** NaN becomes a text: no key that is a number takes it, and messages show it. */
function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!/Infinity|NaN/.test(text)) throw cause;
    return JSON.parse(withoutPythonNumbers(text, '"NaN"'));
  }
}
