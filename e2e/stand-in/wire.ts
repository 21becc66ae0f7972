/**
 * Chromium takes a page only from schemes that it knows, so those of the application travel as names below `localhost`, which
 * it trusts as much: `heirloom://studio/x` as `http://studio.heirloom.localhost/x`.
 */
const WIRE = /^http:\/\/([^/]+)\.([a-z-]+)\.localhost(?=\/)/;

export function toWire(url: string): string {
  return url.replace(/^([a-z-]+):\/\/([^/]+)/, 'http://$2.$1.localhost');
}

export function fromWire(url: string): string {
  return url.replace(WIRE, '$2://$1');
}

/** What is to be intercepted: pages as above, and what they load by its own scheme. */
export function patternsOf(schemes: Iterable<string>): { urlPattern: string }[] {
  return [...schemes].flatMap((scheme) => [
    { urlPattern: `http://*.${scheme}.localhost/*` },
    { urlPattern: `${scheme}://*` },
  ]);
}
