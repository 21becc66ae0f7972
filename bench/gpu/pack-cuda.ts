/**
 * A second archive, to be unpacked over the first: onnxruntime's CUDA provider, which npm does not have. Python's package of the same
 * version has it, for CUDA 13; it is 270 MB, most of it code for other cards and other kinds of networks.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../main/base/places.ts';
import { blankCode, type Code } from './fatbin.ts';
import { IN_ARCHIVE } from './card/places.ts';
import { archive, NAME, pip } from './pack.ts';

const FOLDER = 'onnxruntime/capi';
const LIBRARIES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];
/** Of the cards that it is for: Hopper. */
const GENERATION = 90;
/** Mixtures of experts, weights in 4 bits, caches of language models, bfloat16: nothing of ours. */
const OTHERS =
  /MoeFCGemm|FpAIntB|fpA_intB|[Ff]used_[Mm]oe|cutlass_kernels|N7cutlass13device_kernel|kernel_mha|5flash\w+bfloat16|flash_fwd\w+bfloat16/;

export async function packCuda(file: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'heirloom-pack-'));
  try {
    const { version } = JSON.parse(
      readFileSync(join(PACKAGE_ROOT, 'node_modules', 'onnxruntime-node', 'package.json'), 'utf8'),
    ) as { version: string };
    pip('download', '--quiet', '--no-deps', '--dest', work, `onnxruntime-gpu==${version}`);
    const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))!;
    execFileSync('unzip', ['-q', wheel, ...LIBRARIES.map((name) => `${FOLDER}/${name}`)], { cwd: work });
    const to = join(work, NAME, IN_ARCHIVE.onnxruntime);
    mkdirSync(to, { recursive: true });
    for (const name of LIBRARIES) {
      const library = readFileSync(join(work, FOLDER, name));
      if (name.includes('cuda')) {
        const { kept, of } = blankCode(library, isOurs);
        console.log(`${name}: ${(kept / 1e6).toFixed(1)} of ${(of / 1e6).toFixed(1)} MB of code for cards kept`);
      }
      writeFileSync(join(to, name), library);
    }
    archive(work, NAME, file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function isOurs({ generation, kernels }: Code): boolean {
  if (generation !== GENERATION) return false;
  const names = [...kernels()];
  return names.length === 0 || names.some((name) => !OTHERS.test(name) && !name.startsWith('_ZN3cub'));
}
