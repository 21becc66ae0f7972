import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * `vite build -c renderer/vite.config.ts` writes dist/renderer, which both hosts serve. `--mode fixture` builds the same
 * pages with the in-memory host of dev/ inside, for looking at them without an engine.
 */
export default defineConfig({
  root: here('.'),
  // The desktop loads the pages from its own protocol, the server from /.
  base: './',
  plugins: [svelte({ configFile: here('svelte.config.js') })],
  build: {
    outDir: here('../dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy has no data: for fonts.
    assetsInlineLimit: 0,
    // How long its own parts took says nothing to whoever starts the studio for the first time.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
