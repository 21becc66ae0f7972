// `npm run studio`: sets up what is missing, builds the pages, and serves the studio to the browser.
import { node, setUp, step, tool } from './setup.mjs';

setUp();
step('Building the studio');
tool('vite', ['build', '-c', 'renderer/vite.config.ts', '--logLevel', 'warn']);
step('Starting');
node(['main/cli.ts', 'serve', ...process.argv.slice(2)]);
