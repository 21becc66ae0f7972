import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../families/open.ts';
import { recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { createSession } from '../runtime/session.ts';
import { parseVaeConfig } from './config.ts';
import { buildVaeDecoder, DECODER_INPUT, DECODER_OUTPUT } from './decoder.ts';
import { buildVaeEncoder, ENCODER_INPUT, ENCODER_OUTPUT } from './encoder.ts';
import { type Planes, throughTiles, tilingOf } from './tiles.ts';

const TOLERANCE = 1e-4;

async function openVae(family: string) {
  const { vae } = await openCheckpoint(recordingPath(`${family}/model`), { dataFolder: await temporaryFolder() });
  return { config: parseVaeConfig(vae.config, vae.configFile), weights: await vae.load() };
}

const cases = [
  ['sd1', '64x64'],
  ['sd1', '72x40'],
  ['sd2', '72x40'],
  ['bk-tiny', '72x40'],
] as const;

describe.each(cases)('%s at %s pixels, as diffusers computes it', (family, size) => {
  const recorded = recordedTensors(`${family}/vae.safetensors`);

  test('decoder', async () => {
    const { config, weights } = await openVae(family);
    const latents = recorded(`${size}.latents`);
    const [batch, , height, width] = latents.shape as [number, number, number, number];
    const session = await createSession(
      buildVaeDecoder(config, weights, { batch, height, width }),
      weights.folder,
      'cpu',
    );
    const outputs = await session.run({ [DECODER_INPUT]: latents.data });
    await session.dispose();
    expect(relativeError(outputs[DECODER_OUTPUT]!, recorded(`${size}.decoded`).data)).toBeLessThan(TOLERANCE);
  });

  test('encoder: mean and log-variance', async () => {
    const { config, weights } = await openVae(family);
    const image = recorded(`${size}.image`);
    const [batch, , height, width] = image.shape as [number, number, number, number];
    const session = await createSession(
      buildVaeEncoder(config, weights, { batch, height, width }),
      weights.folder,
      'cpu',
    );
    const moments = (await session.run({ [ENCODER_INPUT]: image.data }))[ENCODER_OUTPUT]!;
    await session.dispose();
    const half = moments.length / 2;
    expect(relativeError(moments.subarray(0, half), recorded(`${size}.mean`).data)).toBeLessThan(TOLERANCE);
    expect(relativeError(moments.subarray(half), recorded(`${size}.logvar`).data)).toBeLessThan(TOLERANCE);
  });
});

describe("tile by tile, with diffusers' networks and blending at the same places", () => {
  const recorded = recordedTensors('sd1/tiles.safetensors');
  const tiling = tilingOf(10, 9, { most: 8, overlap: 2 });
  const [width, height] = [tiling.across.length, tiling.down.length];
  const planesOf = ({ data, shape }: { data: Float32Array; shape: readonly number[] }): Planes => {
    const [, channels, height, width] = shape as [number, number, number, number];
    return { data, channels, height, width };
  };

  test('decoder', async () => {
    const { config, weights } = await openVae('sd1');
    const graph = buildVaeDecoder(config, weights, { batch: 1, height, width });
    const session = await createSession(graph, weights.folder, 'cpu');
    const run = async (tile: Float32Array) => (await session.run({ [DECODER_INPUT]: tile }))[DECODER_OUTPUT]!;
    const { data } = await throughTiles(planesOf(recorded('latents')), tiling, { scaleIn: 1, scaleOut: 8 }, run);
    await session.dispose();
    expect(relativeError(data, recorded('decoded').data)).toBeLessThan(TOLERANCE);
  });

  test('encoder', async () => {
    const { config, weights } = await openVae('sd1');
    const graph = buildVaeEncoder(config, weights, { batch: 1, height: height * 8, width: width * 8 });
    const session = await createSession(graph, weights.folder, 'cpu');
    const run = async (tile: Float32Array) => (await session.run({ [ENCODER_INPUT]: tile }))[ENCODER_OUTPUT]!;
    const { data } = await throughTiles(planesOf(recorded('decoded')), tiling, { scaleIn: 8, scaleOut: 1 }, run);
    await session.dispose();
    expect(relativeError(data, recorded('moments').data)).toBeLessThan(TOLERANCE);
  });
});
