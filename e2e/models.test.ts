/** Models as a person comes by them, on the built studio, in every host: from a hub of our own, and from this machine. */
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeHub, filesOf, startHub } from '../main/downloads/hub.fixture.ts';
import { chromiumPath } from './hosts/chromium.ts';
import type { OpenStudio } from './hosts/host.ts';
import { openServed } from './hosts/serve.ts';
import { ModelsPage } from './pages/models-page.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';

const TINY = join(root, 'native-models', 'reference', 'recordings', 'sd1', 'model');
const TOKEN = 'hf_of_this_test';
const START_MS = 60_000;

describe.skipIf(!existsSync(chromiumPath()))('models', () => {
  let folder: string;
  let data: string;
  let hub: FakeHub;
  let studio: OpenStudio;
  let models: ModelsPage;

  const start = async () => {
    studio = await openServed(data);
    models = new ModelsPage(studio.page);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-models-'));
    data = join(folder, 'data');
    const files = filesOf(TINY);
    hub = await startHub({ 'tiny/open': { files }, 'tiny/gated': { files, gated: TOKEN } });
    await start();
    await new WelcomePage(studio.page).opened();
  }, START_MS);
  afterAll(async () => {
    await studio?.quit();
    await hub?.close();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  test('a repository is looked up and downloaded; a reload and a restart in between lose nothing', async () => {
    await (await new SettingsPage(studio.page).open()).setHub(hub.address);
    await models.open();
    hub.manners.slowMs = 2000; // it goes on for minutes unless it is let go
    await models.download('tiny/open');
    await models.downloaded.waitFor();
    await studio.page.reload();
    await models.downloaded.waitFor();
    await studio.quit();
    await start();
    await models.open();
    await models.downloaded.waitFor();
    hub.manners.slowMs = 0;
    await models.model('open').waitFor();
    await models.downloaded.waitFor({ state: 'detached' });
    expect(await models.model('open').textContent()).toContain('downloaded');
    expect(existsSync(join(data, 'models', 'tiny', 'open', 'model_index.json'))).toBe(true);
  });

  test('a gated repository says what to do, and comes once a token is set', async () => {
    await models.lookUp('tiny/gated');
    await models.problem.first().waitFor();
    expect(await models.problem.first().textContent()).toMatch(/tiny\/gated is gated.*access token in Settings/);
    const settings = await new SettingsPage(studio.page).open();
    await settings.setToken(TOKEN);
    expect(await settings.token.inputValue()).toBe('');
    await models.open();
    await models.download('tiny/gated');
    await models.model('gated').waitFor();
  });

  test('a downloaded model is deleted, through a confirmation', async () => {
    await models.remove('gated');
    expect(existsSync(join(data, 'models', 'tiny', 'gated'))).toBe(false);
  });

  test('a model of this machine is added by its path; gone, it says so; back, it works again; removed, its files stay', async () => {
    const mine = join(folder, 'mine');
    await cp(TINY, mine, { recursive: true });
    await models.add(mine);
    await models.model('mine').getByRole('button', { name: 'Use' }).waitFor();
    await rename(mine, `${mine}-away`);
    await studio.page.reload();
    await models.model('mine').getByText('is not there any more').waitFor();
    await rename(`${mine}-away`, mine);
    await models.model('mine').getByRole('button', { name: 'Look again' }).click();
    await models.model('mine').getByRole('button', { name: 'Use' }).waitFor();
    await models.remove('mine');
    expect(existsSync(join(mine, 'model_index.json'))).toBe(true);
  });

  test('a mistyped repository is refused where it was typed', async () => {
    await models.lookUp('a model');
    await models.problem.first().waitFor();
    expect(await models.problem.first().textContent()).toMatch(/no repository and no address/);
  });
});
