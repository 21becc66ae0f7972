/** For a Chromium without a screen that talks to nobody but us. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--disable-breakpad',
  '--disable-extensions',
  '--disable-features=MediaRouter,OptimizationHints,Translate',
  '--mute-audio',
  '--num-raster-threads=1',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/** The one that `npm test` found (scripts/chromium.mjs). */
export function chromiumPath(): string {
  return process.env['HEIRLOOM_CHROMIUM'] ?? '/usr/bin/chromium';
}
