import { readFileSync } from 'node:fs';
import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openUNet } from '../families/open.ts';
import { type TensorToWrite, writeSafetensors } from '../checkpoint/formats/safetensors.ts';
import { absentWeights } from '../graph/weights.ts';
import { size as elements } from '../graph/operators.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { memoryBytes } from '../runtime/memory.ts';
import { SessionCache } from '../runtime/session-cache.ts';
import { zeros } from '../runtime/warm-up.ts';
import type { UnitId } from '../strategy/architecture.ts';
import { planRun } from '../strategy/plan.ts';
import { parseMode } from '../strategy/sampling-mode.ts';
import { architectureOf, parseUNetConfig } from '../unet/config.ts';
import type { UNetSize } from '../unet/context.ts';
import { buildFullStep } from '../unet/step.ts';
import { stepsOf } from './steps.ts';

/** SD 1.5's UNet with a seventh of its channels: 76 MB. In calls so small activations weigh nothing beside the weights. */
const CONFIG = {
  block_out_channels: [48, 96, 192, 192],
  attention_head_dim: 8,
  cross_attention_dim: 64,
  norm_num_groups: 16,
};
const SIZE: UNetSize = { batch: 1, height: 8, width: 8, tokens: 4 };

/** Nearly everything is computed in both steps: the inherit step reads nearly all of the weights too. */
const MASK: readonly UnitId[] = ['dn0.1.attn', 'up3.2.attn'];

/** A UNet's folder as diffusers saves one. Its numbers are not zero: a page of zeros might take no memory. */
async function writeUNet(folder: string): Promise<{ readonly file: string; readonly bytes: number }> {
  const config = parseUNetConfig(CONFIG, 'config.json');
  const tensors = new Map<string, TensorToWrite>();
  const tensor: typeof absentWeights.tensor = (name, shape) => {
    tensors.set(name, { name, dtype: 'F32', shape });
    return absentWeights.tensor(name, shape);
  };
  buildFullStep(config, { ...absentWeights, tensor }, SIZE);
  const data = [...tensors.values()].map(({ shape }) => new Float32Array(elements(shape)).fill(0.01));
  const file = join(folder, 'diffusion_pytorch_model.safetensors');
  await writeFile(join(folder, 'config.json'), JSON.stringify(CONFIG));
  await writeSafetensors(
    file,
    [...tensors.values()],
    data.map(({ buffer }) => new Uint8Array(buffer)),
  );
  return { file: await realpath(file), bytes: data.reduce((sum, { byteLength }) => sum + byteLength, 0) };
}

interface Mapped {
  /** Of the file, that are in memory; a page that is mapped twice counts once. */
  readonly mapped: number;
  /** Copies that were made on writing. */
  readonly copied: number;
}

/** What this process holds of `file`, in bytes. */
function mappedOf(file: string): Mapped {
  const mappings = readFileSync('/proc/self/smaps', 'utf8').split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  const sum = (field: string) =>
    mappings
      .filter((mapping) => mapping.split('\n', 1)[0]!.endsWith(file))
      .reduce(
        (total, mapping) => total + 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(mapping)![1]),
        0,
      );
  return { mapped: sum('Pss'), copied: sum('Private_Dirty') + sum('Anonymous') };
}

// Elsewhere than on Linux the kernel does not tell whose a page is.
test.runIf(process.platform === 'linux')('two steps of a UNet have the pages of one weights file', async () => {
  const folder = await temporaryFolder();
  const { file, bytes } = await writeUNet(folder);
  const unet = await openUNet(folder, { dataFolder: folder });
  const network = { config: parseUNetConfig(unet.config, unet.configFile), weights: await unet.load() };
  const cache = new SessionCache(2);
  const strategy = {
    name: 'test',
    inherit: MASK,
    mode: parseMode('P2'),
    semantics: 'residual',
    switching: [],
  } as const;
  const plan = planRun({ ...strategy, precision: 'float32' }, 2, [architectureOf(network.config)]);
  const steps = stepsOf(plan, [network], () => SIZE, { device: 'cpu', options: { threads: 1 }, cache });
  const takenBy = async (call: 0 | 1) => {
    const before = memoryBytes();
    const session = await steps.of(plan.calls[call]!.form!).session();
    await session.run(zeros(session));
    return memoryBytes() - before;
  };

  await takenBy(0);
  const alone = mappedOf(file);
  const inherit = await takenBy(1);
  const both = mappedOf(file);
  await cache.dispose();

  expect(alone.copied).toBe(0);
  expect(both.copied).toBe(0);
  // All of it is in memory after the first step, and no more of it after the second; the kernel rounds a little.
  expect(alone.mapped / bytes).toBeGreaterThan(0.9);
  expect(both.mapped / bytes).toBeLessThan(1.1);
  // Nor is there a copy of the weights anywhere else: packed for a kernel, say.
  expect(inherit / bytes).toBeLessThan(0.5);
});
