import { NotFinite } from '../errors.ts';
import { expect, test } from 'vitest';
import { openCheckpoint } from '../families/open.ts';
import { recordedTensors, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { createRoundedSession } from '../graph/rounded.fixture.ts';
import { parseVaeConfig } from '../vae/config.ts';
import { buildVaeDecoder } from '../vae/decoder.ts';
import { tilingOf, WHOLE } from '../vae/tiles.ts';
import { decodeLatents, type TiledNetwork } from './latents.ts';
import { withFloat32Fallback } from './float32-fallback.ts';

async function tinyVae() {
  const { vae } = await openCheckpoint(recordingPath('sd1/model'), { dataFolder: await temporaryFolder() });
  const latents = recordedTensors('sd1/vae.safetensors')('64x64.latents');
  const [, channels, height, width] = latents.shape as [number, number, number, number];
  const config = parseVaeConfig(vae.config, vae.configFile);
  const weights = await vae.load('float16');
  const graph = buildVaeDecoder(config, weights, { batch: 1, height, width });
  return {
    latents: latents.data.slice(0, channels * height * width),
    decode: (numbers: Float32Array) => (network: TiledNetwork) =>
      decodeLatents(numbers, network, config, async () => {}),
    load: async (precision: 'float32' | 'float16'): Promise<TiledNetwork> => ({
      session: await createRoundedSession(graph, weights.folder, 'cpu', { threads: 1, precision }),
      tiling: tilingOf(width, height, WHOLE),
    }),
  };
}

test('a picture that float16 holds is decoded once', async () => {
  const { latents, decode, load } = await tinyVae();
  const [half, full] = [await load('float16'), await load('float32')];
  const warnings: string[] = [];
  const unneeded = async () => expect.fail('it was loaded again');
  const found = await withFloat32Fallback(decode(latents), half, unneeded, (message) => warnings.push(message));
  const truth = await decode(latents)(full);
  expect(warnings).toEqual([]);
  const apart = found.pixels.map((value, i) => Math.abs(value - truth.pixels[i]!));
  expect(Math.max(...apart)).toBeLessThanOrEqual(2);
  await Promise.all([half.session.dispose(), full.session.dispose()]);
});

test('one that overflows in float16 is decoded again in float32, from the same weights, and it is said', async () => {
  const { latents, decode, load } = await tinyVae();
  const far = latents.map((x) => x * 1e5);
  const [half, full] = [await load('float16'), await load('float32')];
  await expect(decode(far)(half)).rejects.toThrow(NotFinite);
  const warnings: string[] = [];
  const found = await withFloat32Fallback(
    decode(far),
    half,
    async () => full,
    (message) => warnings.push(message),
  );
  expect(found).toEqual(await decode(far)(full));
  expect(warnings).toEqual([
    'vae_decoder: float16 was not enough for its numbers; that part was computed again in float32',
  ]);
  await expect(withFloat32Fallback(decode(far), half, null, () => {})).rejects.toThrow(
    'vae_decoder: its numbers are not finite',
  );
  await Promise.all([half.session.dispose(), full.session.dispose()]);
});
