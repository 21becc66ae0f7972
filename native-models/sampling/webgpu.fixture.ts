/**
 * The same three calls, full, inherit and full, on the CPU and on WebGPU: prints, as JSON, how far apart they are. In a process of
 * its own: its driver is found by the environment that it is started with, and might end it.
 */
import type { DeviceId } from '../vocabulary.ts';
import { parseArgs } from 'node:util';
import { openCheckpoint } from '../checkpoint/open.ts';
import { recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { DeviceTensor } from '../runtime/device-tensor.ts';
import { SessionCache } from '../runtime/session-cache.ts';
import { selfTest } from '../runtime/self-test.ts';
import { PRESETS, resolvePreset } from '../strategy/presets.ts';
import { architectureOf, parseUNetConfig } from '../unet/config.ts';
import { UNET_INPUTS } from '../unet/unet.ts';
import { FeatureCache } from './feature-cache.ts';
import { unetSteps } from './unet-steps.ts';

const CALLS = [
  { step: 'full', extract: true, timestep: 801 },
  { step: 'inherit', extract: false, timestep: 781 },
  { step: 'full', extract: false, timestep: 761 },
] as const;

const { values } = parseArgs({ options: { preset: { type: 'string' }, data: { type: 'string' } } });
const { unet } = await openCheckpoint(recordingPath('sd1/model'), { dataFolder: values.data! });
const network = { config: parseUNetConfig(unet.config, unet.configFile), weights: await unet.load() };
const { inherited } = resolvePreset(
  PRESETS.find(({ id }) => id === values.preset)!,
  architectureOf(network.config),
);
const recorded = recordedTensors('sd1/unet.safetensors');
const latents = recorded('64x64.latents');
const [batch, , height, width] = latents.shape as [number, number, number, number];

async function run(device: DeviceId) {
  const { options, notes } = await selfTest(device, { threads: 1 });
  const cache = new SessionCache(2);
  const size = { batch, height, width, tokens: recorded('embeddings').shape[1]! };
  const steps = unetSteps(network, { mask: inherited, semantics: 'residual', size }, { device, options, cache });
  const features = new FeatureCache();
  const outputs: Float32Array[] = [];
  for (const { timestep, ...call } of CALLS) {
    const inputs = {
      [UNET_INPUTS.sample]: latents.data.map((x) => x * (1 + timestep / 1000)),
      [UNET_INPUTS.timestep]: Float32Array.of(timestep),
      [UNET_INPUTS.context]: recorded('embeddings').data,
    };
    const result = await steps.run(call, inputs, features.peek(0));
    if (result.features) features.refresh(0, result.features);
    outputs.push(result.output);
  }
  const stays = Object.values(features.read(0)).every((feature) => feature instanceof DeviceTensor);
  features.clear(); // before the session that made them
  await cache.dispose();
  return { outputs, stays, precision: options.precision, notes };
}

const [cpu, webgpu] = [await run('cpu'), await run('webgpu')];
process.stdout.write(
  JSON.stringify({
    errors: webgpu.outputs.map((output, i) => relativeError(output, cpu.outputs[i]!)),
    inherited: relativeError(cpu.outputs[1]!, cpu.outputs[2]!),
    stays: webgpu.stays,
    precision: webgpu.precision,
    notes: webgpu.notes,
  }),
);
