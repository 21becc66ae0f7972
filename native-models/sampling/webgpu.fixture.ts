/**
 * The same three calls, full, inherit and full, on the CPU and on WebGPU: prints, as JSON, how far apart they are. In a process of
 * its own: its driver is found by the environment that it is started with, and might end it.
 */
import type { DeviceId } from '../vocabulary.ts';
import { parseArgs } from 'node:util';
import { openCheckpoint } from '../families/open.ts';
import { recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { DeviceTensor } from '../runtime/device-tensor.ts';
import { SessionCache } from '../runtime/session-cache.ts';
import { selfTest } from '../runtime/self-test.ts';
import { planRun } from '../strategy/plan.ts';
import { PRESETS, strategyFromPreset } from '../strategy/presets.ts';
import { explicitMode } from '../strategy/sampling-mode.ts';
import { architectureOf, parseUNetConfig } from '../unet/config.ts';
import { UNET_INPUTS } from '../unet/unet.ts';
import { FeatureStore } from './feature-store.ts';
import { stepsOf } from './steps.ts';

/** One full call that is inherited from, one that inherits, one full call that nothing reads. */
const MODE = explicitMode([0, 2]);
const TIMESTEPS = [801, 781, 761];

const { values } = parseArgs({ options: { preset: { type: 'string' }, data: { type: 'string' } } });
const { unet } = await openCheckpoint(recordingPath('sd1/model'), { dataFolder: values.data! });
const network = { config: parseUNetConfig(unet.config, unet.configFile), weights: await unet.load() };
const architecture = architectureOf(network.config);
const preset = PRESETS.find(({ id }) => id === values.preset)!;
const plan = planRun(strategyFromPreset(preset.id, architecture, MODE), TIMESTEPS.length, [architecture]);
const recorded = recordedTensors('sd1/unet.safetensors');
const latents = recorded('64x64.latents');
const [batch, , height, width] = latents.shape as [number, number, number, number];

async function run(device: DeviceId) {
  const { options, notes } = await selfTest(device, { threads: 1 });
  const cache = new SessionCache(2);
  const size = { batch, height, width, tokens: recorded('embeddings').shape[1]! };
  const steps = stepsOf(plan, [network], () => size, { device, options, cache });
  const outputs: Float32Array[] = [];
  let stays = true;
  {
    using store = new FeatureStore(plan, { guided: true, keepsSpare: steps.needSpare });
    for (const planned of plan.calls) {
      const { call, unet, form } = planned;
      if (form === null) throw new Error('a mask skips no call');
      const inputs = {
        [UNET_INPUTS.sample]: latents.data.map((x) => x * (1 + TIMESTEPS[call]! / 1000)),
        [UNET_INPUTS.timestep]: Float32Array.of(TIMESTEPS[call]!),
        [UNET_INPUTS.context]: recorded('embeddings').data,
      };
      const step = steps.of(form);
      const features = step.reads.length > 0 ? store.feed(planned, step.reads) : store.spare(unet);
      const { output, left } = await step.run(inputs, features, store.isRead(call));
      stays &&= Object.values(left).every((feature) => feature instanceof DeviceTensor);
      if (store.isRead(call)) store.put(call, left);
      store.finished(call);
      outputs.push(output);
    }
  } // features go before the session that made them
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
