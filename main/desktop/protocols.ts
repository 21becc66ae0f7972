import { join } from 'node:path';
import { protocol } from 'electron';
import { type ThumbnailSize, thumbnailSizeIn } from '../../preload/contract/thumbnail.ts';
import { PACKAGE_ROOT } from '../base/places.ts';
import type { PictureFile } from '../history/files/pictures.ts';
import { isStudio, isTrouble, pictureIn, SCHEME } from './addresses.ts';
import { STUDIO_POLICY, TROUBLE_POLICY } from './content-security-policy.ts';
import { fileResponse } from './file-response.ts';
import { troublePage } from './trouble-page.ts';

interface ProtocolOptions {
  readonly pictureFile: (id: string, size: ThumbnailSize | null) => Promise<PictureFile | null>;
  /** Folder of the logs, for the page that says what went wrong. */
  readonly logs: string;
}

const PAGES = join(PACKAGE_ROOT, 'dist', 'renderer');

/** A picture never changes: it is named by its content. */
const PICTURE_HEADERS = { 'cache-control': 'private, max-age=31536000, immutable' };

/** Before Electron is ready: how much a page of this protocol is trusted with. */
export function announceSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Pages and pictures come from one origin: a page may only save (`<a download>`) and read point by point what is of its own.
 */
export function setupProtocols({ pictureFile, logs }: ProtocolOptions): void {
  protocol.handle(SCHEME, async ({ url }) => {
    const { pathname, searchParams } = new URL(url);
    if (isTrouble(url)) return troubleResponse(searchParams.get('reason') ?? '', logs);
    if (!isStudio(url)) return nothing();
    const picture = pictureIn(pathname);
    const size = thumbnailSizeIn(searchParams);
    if (picture === null) return (await page(pathname)) ?? nothing();
    const file = size === undefined ? null : await pictureFile(picture, size);
    return (file && (await fileResponse(file.folder, file.path, PICTURE_HEADERS))) ?? nothing();
  });
}

async function page(path: string): Promise<Response | null> {
  const file = path === '/' ? 'index.html' : decoded(path);
  return file === null ? null : await fileResponse(PAGES, file, { 'content-security-policy': STUDIO_POLICY });
}

/** null where the path is no encoded text (`/%`). */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function troubleResponse(reason: string, logs: string): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': TROUBLE_POLICY };
  return new Response(troublePage(reason, logs), { headers });
}

function nothing(): Response {
  return new Response('There is nothing here.\n', { status: 404 });
}
