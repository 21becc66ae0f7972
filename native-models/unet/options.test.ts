/** What a configuration may ask for and Stable Diffusion's own do not: one call each, as diffusers computes it. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { size } from '../graph/operators.ts';
import { inline } from '../graph/tensor-data.ts';
import type { WeightSource } from '../graph/weights.ts';
import { recordedJson, recordedTensors, relativeError } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { TorchGenerator } from '../sampling/noise.ts';
import { parseUNetConfig } from './config.ts';
import { buildFullStep } from './step.ts';
import { UNET_INPUTS, UNET_OUTPUT } from './unet.ts';

interface Options {
  readonly timestep: number;
  readonly tokens: number;
  readonly unets: Readonly<Record<string, { readonly config: object; readonly size: readonly [number, number] }>>;
}

/** As `record_options.py` makes them of a parameter's name. */
const weights: WeightSource = {
  folder: '',
  has: () => true,
  tensor(name, shape) {
    const noise = new TorchGenerator(crc32(name)).randn(size(shape));
    const fanIn = size(shape.slice(1));
    const value = name.endsWith('bias')
      ? (x: number) => 0.1 * x
      : shape.length === 1
        ? (x: number) => 1 + 0.2 * x
        : (x: number) => x / Math.sqrt(fanIn);
    return { type: 'float32', shape, data: inline(noise.map(value)) };
  },
};

const { timestep, tokens, unets } = recordedJson<Options>('options.json');
const recorded = recordedTensors('options.safetensors');

test('without padding latents have to be halved at every level', () => {
  const config = parseUNetConfig(unets['no_padding']!.config, 'unet/config.json');
  const at = (side: number) => () => buildFullStep(config, weights, { batch: 1, height: 8, width: side, tokens });
  expect(at(8)).not.toThrow();
  expect(at(7)).toThrow('latents of 7x8 are too small for this UNet');
});

test.each(Object.entries(unets))('%s', async (name, { config, size: [height, width] }) => {
  const graph = buildFullStep(parseUNetConfig(config, name), weights, { batch: 1, height, width, tokens });
  const session = await createSession(graph, '', 'cpu');
  const outputs = await session.run({
    [UNET_INPUTS.sample]: recorded(`${name}.latents`).data,
    [UNET_INPUTS.timestep]: Float32Array.of(timestep),
    [UNET_INPUTS.context]: recorded(`${name}.text`).data,
  });
  await session.dispose();
  expect(relativeError(outputs[UNET_OUTPUT]!, recorded(`${name}.output`).data)).toBeLessThan(1e-4);
});
