// `npm start`: sets up what is missing, then shows what Heirloom does.
import { node, setUp, step } from './setup.mjs';

setUp();
step('Starting');
node(['main/start.ts', ...process.argv.slice(2)]);
