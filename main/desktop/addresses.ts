/** The addresses of the desktop. Pages and pictures have a protocol of their own: no file:// and no server. */
export const SCHEME = 'heirloom';

const STUDIO_HOST = 'studio';
const TROUBLE_HOST = 'trouble';

export const STUDIO_ADDRESS = `${SCHEME}://${STUDIO_HOST}/`;

/** What is shown instead of the studio when its window broke. @param reason Electron's word for how. */
export function troubleAddress(reason: string): string {
  return `${SCHEME}://${TROUBLE_HOST}/?reason=${encodeURIComponent(reason)}`;
}

/** Whether the page at `address` is the studio itself: nothing else may talk to the main process. */
export function isStudio(address: string): boolean {
  return hasHost(address, STUDIO_HOST);
}

/** The id in the address of a picture of the history; null for any other path of the studio. */
export function pictureIn(pathname: string): string | null {
  return /^\/picture\/([0-9a-f]{64})$/.exec(pathname)?.[1] ?? null;
}

export function isTrouble(address: string): boolean {
  return hasHost(address, TROUBLE_HOST);
}

function hasHost(address: string, host: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === host && url.username === '' && url.password === '';
}
