import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { basename, extname, join, normalize, sep } from 'node:path';

/** By the ending of a file's name. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
};

/** The page may load what is ours and nothing else; data: is for previews. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A hash of the content in the name: the bundler's `index-B7x_2kQa.js`, or a picture's sha256. Such a file never changes. */
const BUNDLER_HASH = /^-[\w-]{8}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Answers with the file at `path` below `folder`.
 * @returns false when there is no such file (nothing was written).
 */
export async function sendFile(folder: string, path: string, response: ServerResponse): Promise<boolean> {
  const file = normalize(join(folder, path));
  if (!file.startsWith(folder + sep)) return false;
  const size = await sizeOf(file);
  if (size === null) return false;
  const named = isNamedByContent(basename(file, extname(file)));
  response.writeHead(200, {
    'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'cache-control': named ? 'private, max-age=31536000, immutable' : 'no-cache',
  });
  // It may be deleted meanwhile, or whoever asked may leave: then the answer ends short, and says so by its length.
  await pipeline(createReadStream(file), response).catch(() => response.destroy());
  return true;
}

async function sizeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? found.size : null;
}

function isNamedByContent(stem: string): boolean {
  return BUNDLER_HASH.test(stem.slice(-9)) || SHA256.test(stem.slice(-64));
}
