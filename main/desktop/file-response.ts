import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { CONTENT_TYPES } from '../server/static-files.ts';

/** The file at `path` below `folder`; null if there is none. */
export async function fileResponse(
  folder: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response | null> {
  const file = normalize(join(folder, path));
  if (!file.startsWith(folder + sep)) return null;
  const bytes = await readFile(file).catch(() => null);
  if (!bytes) return null;
  const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream';
  return new Response(bytes, { headers: { ...headers, 'content-type': type, 'x-content-type-options': 'nosniff' } });
}
