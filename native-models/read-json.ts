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
    json = parsePythonJson(text);
  } catch (cause) {
    const lfs = text.startsWith('version https://git-lfs') ? ' but a Git LFS pointer: run `git lfs pull`' : '';
    throw new CheckpointError(label, `this is not JSON${lfs} (${(cause as Error).message})`, undefined, { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new CheckpointError(label, z.prettifyError(parsed.error));
  return parsed.data;
}

/** JSON as Python's json module writes it: Infinity too (DPM-Solver's lambda_min_clipped), which JSON.parse refuses. */
function parsePythonJson(text: string): unknown {
  return JSON.parse(text.replace(/(":\s*-?)Infinity(?=\s*[,}])/g, '$11e999'));
}
