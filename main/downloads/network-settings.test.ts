import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { FakeKeychain } from './keychain.fixture.ts';
import { NetworkStore } from './network-settings.ts';

test('a page never sees the token or a password; connections do, also tomorrow', async () => {
  const [folder, keychain] = [await temporaryFolder(), new FakeKeychain()];
  const store = new NetworkStore(folder, { env: {}, keychain });
  await store.set({ hub: 'https://mirror.example/', proxy: 'http://me:secret@proxy.example:3128', token: 'hf_abc' });
  const shown = { hub: 'https://mirror.example/', proxy: 'http://me@proxy.example:3128', tokenIn: 'keychain' };
  expect(store.shown()).toMatchObject(shown);
  expect(JSON.stringify(store.shown())).not.toMatch(/hf_abc|secret/);
  const tomorrow = new NetworkStore(folder, { env: {}, keychain });
  expect(await tomorrow.values()).toEqual({
    hub: 'https://mirror.example/',
    proxy: 'http://me:secret@proxy.example:3128',
    token: 'hf_abc',
  });
  if (process.platform !== 'win32') expect(statSync(join(folder, 'network.json')).mode & 0o077).toBe(0);
  await tomorrow.set({ token: null, hub: '' });
  expect(tomorrow.shown()).toMatchObject({ hub: null, proxy: 'http://me@proxy.example:3128', tokenIn: null });
});

test('what the environment says is shown as what applies otherwise', async () => {
  const env = { HF_ENDPOINT: 'https://hub.example', HTTPS_PROXY: 'http://u:p@proxy:1', HF_TOKEN: 'hf_x' };
  expect(new NetworkStore(await temporaryFolder(), { env }).shown().otherwise).toEqual({
    hub: 'https://hub.example',
    proxy: 'http://u@proxy:1',
    hasToken: true,
  });
});

test('what is no address is refused with an example, and nothing is changed', async () => {
  const store = new NetworkStore(await temporaryFolder(), { env: {}, keychain: new FakeKeychain() });
  await expect(store.set({ proxy: 'proxy:3128', token: 'hf_abc' })).rejects.toThrow(
    /The proxy: proxy:3128 is no address/,
  );
  expect(store.shown()).toMatchObject({ proxy: null, tokenIn: null });
});

test('what cannot be written is said, and leaves no half of it behind', async () => {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'network.json')); // nothing can take the place of a folder
  const store = new NetworkStore(folder, { env: {}, keychain: new FakeKeychain() });
  await expect(store.set({ hub: 'https://mirror.example' })).rejects.toThrow(/network\.json cannot be written/);
  expect(readdirSync(folder)).toEqual(['network.json']);
});
