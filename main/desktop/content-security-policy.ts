/** What the studio's page may load: itself, pictures of the history, and what it draws (data:, blob:). No network at all. */
export const STUDIO_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Svelte sets positions and colours as style attributes.
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** No script: this page is for when those failed. */
export const TROUBLE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
