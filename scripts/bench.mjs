// `npm run bench -- <name>`: sets up what is missing, builds, then measures. What it measures it writes into bench/results and docs.
import { fail, node, setUp, step } from './setup.mjs';
import { buildOnce } from './build.mjs';

/** By name: the module that measures, and what it measures. */
const BENCHES = {
  studio: {
    entry: 'bench/studio/studio.ts',
    what: 'the studio: start, history, frames while dragging, cost of a process',
  },
  sd15: {
    entry: 'bench/sd15/sd15.ts',
    what: 'Stable Diffusion 1.5 at 512x512, beside diffusers, DeepCache and stable-diffusion.cpp',
  },
  gpu: {
    entry: 'bench/gpu/gpu.ts',
    what: 'a graphics card, beside PyTorch, torch.compile and DeepCache: an archive for its machine, and the report',
  },
  kills: {
    entry: 'bench/kills/kills.ts',
    what: 'the studio killed 500 times with work in its queue: what is lost, twice or half',
  },
};

const HELP = `npm run bench -- <name>

${Object.entries(BENCHES)
  .map(([name, { what }]) => `  ${name.padEnd(10)}${what}`)
  .join('\n')}

npm run bench -- <name> --help tells what each takes. Nothing else should run on the machine meanwhile.`;

const [name, ...args] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === '-h') {
  console.log(HELP);
  process.exit();
}
const bench = BENCHES[name] ?? fail(`there is no benchmark "${name}"\n\n${HELP}`);
setUp();
buildOnce();
step(`Measuring ${name}`);
node([bench.entry, ...args]);
