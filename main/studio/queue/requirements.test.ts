import { expect, test } from 'vitest';
import { recordingPath } from '../../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { openClient, tinySettings } from '../studio.fixture.ts';

async function refusedFor(
  changes: (settings: RunSettings, unet: string) => readonly [Partial<RunSettings>, RegExp, RegExp][],
) {
  const { client } = await openClient(await temporaryFolder());
  await client.tasks.setPaused({ paused: true });
  const settings = await tinySettings(client);
  const { id } = await client.models.add({ path: recordingPath('sd1/base-unet') });
  for (const [change, message, advice] of changes(settings, id)) {
    const wanted = { ...settings, ...change };
    const error: unknown = await client.tasks.submit({ settings: wanted, count: 1, baseline: true }).catch((e) => e);
    expect(error, JSON.stringify(change)).toMatchObject({
      message: expect.stringMatching(message),
      code: 'BAD_REQUEST',
    });
    expect((error as { data: { advice: string | null } }).data.advice ?? '').toMatch(advice);
    await expect(
      client.tasks.submitGrid({ settings: wanted, axes: [{ kind: 'seed', values: [1, 2] }] }),
    ).rejects.toThrow(message);
  }
  expect(await client.tasks.list({})).toEqual([]);
  await client.tasks.submit({ settings, count: 1, baseline: true });
  expect(await client.tasks.list({})).toHaveLength(2);
}

const NOTHING = /^$/;

test('what there is not is refused before it is queued, with what there is instead', async () => {
  await refusedFor((settings, unet) => {
    const strategy = settings.strategy!;
    const mask = 'inherit' in strategy ? strategy : null;
    const switching = (unet: string, calls: number) => ({ strategy: { ...strategy, switching: [{ unet, calls }] } });
    return [
      [{ modelId: 'nowhere' }, /^There is no model nowhere in the list$/, /heirloom-emoji \(embedded\), model \(/],
      [{ modelId: unet }, /^base-unet is a UNet alone: it makes no pictures$/, /whole model/],
      [{ device: 'abacus' }, /^There is no device abacus$/, /^There is cpu/],
      [{ width: 9 }, /^9x64: model makes pictures whose sides are multiples of 8$/, /^The nearest is 8x64\.$/],
      [{ height: 100 }, /^64x100: /, /64x104/],
      [switching('nowhere', 20), /^There is no UNet nowhere in the list$/, /heirloom-emoji/],
      [switching(settings.modelId, 10), /its segments add up to 10 calls, but the run makes 21/, NOTHING],
      [
        { strategy: { ...mask!, inherit: ['up9.0.res'] } },
        /^Strategy CO6: model has none of its units \(up9\.0\.res\)$/,
        /^Its blocks are dn0/,
      ],
      [
        { initImage: { picture: '0'.repeat(64), strength: 0.5 } },
        /^The start picture is not in the data folder any more$/,
        /once more/,
      ],
    ];
  });
});
