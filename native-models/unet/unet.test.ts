import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../families/open.ts';
import { recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { parseUNetConfig } from './config.ts';
import { buildFullStep } from './step.ts';
import { UNET_INPUTS, UNET_OUTPUT } from './unet.ts';

/** The bound; f32 rounding alone is about 1e-6. */
const TOLERANCE = 1e-4;

describe.each(['sd1', 'sd2', 'bk-tiny'])('%s: one call as diffusers computes it', (family) => {
  test.each(['64x64', '72x40'])('at %s pixels', async (size) => {
    const dataFolder = await temporaryFolder();
    const { unet } = await openCheckpoint(recordingPath(`${family}/model`), { dataFolder });
    const recorded = recordedTensors(`${family}/unet.safetensors`);
    const latents = recorded(`${size}.latents`);
    const [batch, , height, width] = latents.shape as [number, number, number, number];
    const weights = await unet.load();
    const graph = buildFullStep(parseUNetConfig(unet.config, unet.configFile), weights, {
      batch,
      height,
      width,
      tokens: recorded('embeddings').shape[1]!,
    });
    const session = await createSession(graph, weights.folder, 'cpu');
    const outputs = await session.run({
      [UNET_INPUTS.sample]: latents.data,
      [UNET_INPUTS.timestep]: Float32Array.of(Number(recorded<BigInt64Array>(`${size}.timestep`).data[0])),
      [UNET_INPUTS.context]: recorded('embeddings').data,
    });
    await session.dispose();
    expect(relativeError(outputs[UNET_OUTPUT]!, recorded(`${size}.output`).data)).toBeLessThan(TOLERANCE);
  });
});
