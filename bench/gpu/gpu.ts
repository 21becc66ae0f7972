/** `npm run bench -- gpu`: what is measured on a graphics card. The card's machine needs nothing of ours but an archive. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { recordResults, writeSection } from '../record.ts';
import { pack } from './pack.ts';
import { packCuda } from './pack-cuda.ts';
import { report } from './report.ts';
import type { GpuResults } from './results.ts';

const HELP = `npm run bench -- gpu     measures on a Linux machine with an NVIDIA card, which needs no Node and no network

  --pack <file>         makes the archive for it, a .tar.xz
  --pack-cuda <file>    makes a second one, to be unpacked over it: onnxruntime's CUDA provider
  --report <file>       keeps the gpu.json that it gave, and makes the part of docs/performance.md`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    pack: { type: 'string' },
    'pack-cuda': { type: 'string' },
    report: { type: 'string' },
  },
});
if (values.help || !(values.pack || values['pack-cuda'] || values.report)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}
if (values.pack) await pack(values.pack);
if (values['pack-cuda']) await packCuda(values['pack-cuda']);
if (values.report) {
  const results = JSON.parse(readFileSync(values.report, 'utf8')) as GpuResults;
  await recordResults('gpu', results);
  await writeSection('gpu', report(results));
}
