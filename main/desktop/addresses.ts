/** The addresses of the desktop. Pages and pictures have protocols of their own: no file:// and no server. */
export const PAGE_SCHEME = 'heirloom';
export const PICTURE_SCHEME = 'heirloom-picture';

const STUDIO_HOST = 'studio';
const TROUBLE_HOST = 'trouble';

export const STUDIO_ADDRESS = `${PAGE_SCHEME}://${STUDIO_HOST}/`;

/** What is shown instead of the studio when its window broke. @param reason Electron's word for how. */
export function troubleAddress(reason: string): string {
  return `${PAGE_SCHEME}://${TROUBLE_HOST}/?reason=${encodeURIComponent(reason)}`;
}

/** Whether the page at `address` is the studio itself: nothing else may talk to the main process. */
export function isStudio(address: string): boolean {
  return hasHost(address, STUDIO_HOST);
}

export function isTrouble(address: string): boolean {
  return hasHost(address, TROUBLE_HOST);
}

function hasHost(address: string, host: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${PAGE_SCHEME}:` && url.host === host && url.username === '' && url.password === '';
}
