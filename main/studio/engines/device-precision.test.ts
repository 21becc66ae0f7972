import { createRouterClient } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Devices } from '../../compute/devices.ts';
import { settingsLike } from '../../history/history.fixture.ts';
import { studioRouter } from '../router.ts';
import { openStudio } from '../studio.ts';

const SETTINGS = settingsLike({ modelId: 'embedded', device: 'webgpu', strategy: null });

test('a task is kept with what its device computes in, whatever the page or an old run says', async () => {
  const studio = openStudio({ dataFolder: await temporaryFolder(), onError: () => {} });
  onTestFinished(() => studio.close());
  studio.dispatcher.pause();
  // Its self-test is devices.test.ts's business.
  const devices = {
    precisionOf: async (id: string) => (id === 'webgpu' ? 'float16' : 'float32'),
    list: async () => [{ id: 'cpu' }, { id: 'webgpu' }],
  } as unknown as Devices;
  const client = createRouterClient(studioRouter({ ...studio, devices }, 'server'));
  const submitted = async (settings: Partial<RunSettings>) => {
    const { tasks } = await client.tasks.submit({ settings: { ...SETTINGS, ...settings }, count: 1, baseline: false });
    return tasks[0]!.work.settings.devicePrecision;
  };
  expect(await submitted({})).toBe('float16');
  expect(await submitted({ devicePrecision: 'float32' })).toBe('float16');
  expect(await submitted({ device: 'cpu', devicePrecision: 'float16' })).toBeUndefined();
  const { tasks } = await client.tasks.submitGrid({ settings: SETTINGS, axes: [{ kind: 'seed', values: [1, 2] }] });
  expect(tasks.map(({ work }) => work.settings.devicePrecision)).toEqual(['float16', 'float16']);
  expect((await client.tasks.submitCalibration({ settings: SETTINGS })).work.settings.devicePrecision).toBe('float16');
});
