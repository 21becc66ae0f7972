// `npm run comparison`: sets up what is missing, then makes and shows the comparison of the README with the embedded model.
import { node, setUp, step } from './setup.mjs';

setUp();
step('Starting');
node(['main/cli/show-comparison.ts', ...process.argv.slice(2)]);
