import { join } from 'node:path';
import { protocol } from 'electron';
import { type ThumbnailSize, thumbnailSizeIn } from '../../preload/contract/thumbnail.ts';
import { PACKAGE_ROOT } from '../core/places.ts';
import type { PictureFile } from '../history/pictures.ts';
import { isStudio, isTrouble, PAGE_SCHEME, PICTURE_SCHEME, STUDIO_ADDRESS } from './addresses.ts';
import { STUDIO_POLICY, TROUBLE_POLICY } from './content-security-policy.ts';
import { fileResponse } from './file-response.ts';
import { troublePage } from './trouble-page.ts';

interface ProtocolOptions {
  readonly pictureFile: (id: string, size: ThumbnailSize | null) => Promise<PictureFile | null>;
  /** Folder of the logs, for the page that says what went wrong. */
  readonly logs: string;
}

const PAGES = join(PACKAGE_ROOT, 'dist', 'renderer');

/** Before Electron is ready: how much a page of these protocols is trusted with. */
export function announceSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    {
      scheme: PICTURE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ]);
}

export function setupProtocols({ pictureFile, logs }: ProtocolOptions): void {
  protocol.handle(PAGE_SCHEME, async ({ url }) => {
    if (isStudio(url)) return await page(new URL(url).pathname);
    if (isTrouble(url)) return troubleResponse(new URL(url).searchParams.get('reason') ?? '', logs);
    return nothing();
  });
  protocol.handle(PICTURE_SCHEME, async ({ url }) => {
    const { host, searchParams } = new URL(url);
    const size = thumbnailSizeIn(searchParams);
    const file = size === undefined ? null : await pictureFile(host, size);
    const headers = {
      // The page compares pictures point by point, which needs its leave to read them.
      'access-control-allow-origin': STUDIO_ADDRESS.replace(/\/$/, ''),
      'cache-control': 'private, max-age=31536000, immutable',
    };
    return (file && (await fileResponse(file.folder, file.path, headers))) ?? nothing();
  });
}

async function page(path: string): Promise<Response> {
  const file = path === '/' ? 'index.html' : decodeURIComponent(path);
  return (await fileResponse(PAGES, file, { 'content-security-policy': STUDIO_POLICY })) ?? nothing();
}

function troubleResponse(reason: string, logs: string): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': TROUBLE_POLICY };
  return new Response(troublePage(reason, logs), { headers });
}

function nothing(): Response {
  return new Response('There is nothing here.\n', { status: 404 });
}
