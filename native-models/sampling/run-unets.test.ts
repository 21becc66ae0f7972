import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { FULL } from '../strategy/sampling-mode.ts';
import { FAMILIES } from '../families/families.ts';
import { loadUNet } from './loaded-model.ts';
import { RunUNets } from './run-unets.ts';

test("a UNet that goes by a link to the run's own checkpoint is the run's own", async () => {
  const folder = await temporaryFolder();
  const path = recordingPath('sd1/model');
  const link = join(folder, 'link');
  await symlink(path, link);
  const own = await loadUNet(path, { dataFolder: folder });
  const unets = new RunUNets(path, { unet: own, family: FAMILIES.sd1 }, { dataFolder: folder });
  const switching = [{ unet: link, calls: 5 }];
  const [found] = await unets.of({
    name: 'own',
    inherit: [],
    mode: FULL,
    semantics: 'residual',
    switching,
    precision: 'float32',
  });
  expect(found).toBe(own);
});
