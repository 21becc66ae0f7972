// `npm start`: sets up what is missing, then opens the studio: in Electron, or where that cannot be, in the browser.
import { parseArgs } from 'node:util';
import { buildOnce } from './build.mjs';
import { electronBinary, whyNotHere } from './electron.mjs';
import { fail, node, root, run, setUp, step } from './setup.mjs';

const HELP = `npm start                    opens the studio
npm start -- --browser       in the browser, whatever this machine can do
npm start -- --port 8642     port for the browser, 0: any free one
npm start -- --data <folder> where everything is kept`;

const flags = readFlags();
if (flags.help) {
  console.log(HELP);
  process.exit();
}
// Ctrl-C goes to what we run as well: it ends in its own time, and we after it.
process.on('SIGINT', () => {});
setUp();
buildOnce();
const reason = flags.browser || flags.port ? '' : whyNotHere();
const electron = reason === null ? electronBinary() : null;
if (electron) {
  step('Opening the studio');
  run(electron, [root], {
    shell: false,
    env: { ...process.env, ...(flags.data ? { HEIRLOOM_DATA: flags.data } : {}) },
  });
} else {
  const why = reason ?? 'Electron could not be downloaded';
  step(why ? `In the browser: ${why}` : 'In the browser');
  const passed = ['port', 'data'].flatMap((name) => (flags[name] ? [`--${name}`, flags[name]] : []));
  node(['main/cli.ts', 'serve', ...passed]);
}

function readFlags() {
  try {
    return parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        browser: { type: 'boolean' },
        port: { type: 'string' },
        data: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return fail(`${error.message}\n\n${HELP}`);
  }
}
