import { withoutPythonNumbers } from './python-json.ts';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CheckpointError } from './errors.ts';

/** Reads a JSON file of a checkpoint and checks it; `label` is what messages call it. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  label: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CheckpointError(label, 'the file is missing or cannot be read', 'Get it again', { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(withoutPythonNumbers(text));
  } catch (cause) {
    const lfs = text.startsWith('version https://git-lfs') ? ' but a Git LFS pointer: run `git lfs pull`' : '';
    throw new CheckpointError(label, `this is not JSON${lfs} (${(cause as Error).message})`, undefined, { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new CheckpointError(label, z.prettifyError(parsed.error));
  return parsed.data;
}
