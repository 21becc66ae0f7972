/** Where the hub's token is, whatever the keychain does. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { KeychainRefused, systemKeychain } from './keychain.ts';
import { ABSENT, FakeKeychain, LOCKED } from './keychain.fixture.ts';
import { NetworkStore } from './network-settings.ts';

const TOKEN = 'hf_abc';

async function storeWith(before?: object) {
  const folder = await temporaryFolder();
  const path = join(folder, 'network.json');
  if (before) writeFileSync(path, JSON.stringify(before));
  const keychain = new FakeKeychain();
  const open = (env = {}) => new NetworkStore(folder, { env, keychain });
  return { keychain, open, path, store: open(), file: () => readFileSync(path, 'utf8') };
}

const tokenOf = async (store: NetworkStore) => (await store.values()).token;

test('it is in the keychain and nowhere else, and comes from there tomorrow', async () => {
  const { keychain, open, store, file } = await storeWith();
  await store.set({ token: TOKEN });
  expect([...keychain.holds.values()]).toEqual([TOKEN]);
  expect(file()).not.toContain(TOKEN);
  const tomorrow = open();
  expect(tomorrow.shown()).toMatchObject({ tokenIn: 'keychain', tokenNote: null });
  expect([await tokenOf(tomorrow), await tokenOf(tomorrow)]).toEqual([TOKEN, TOKEN]);
  await tomorrow.set({ token: null });
  expect(keychain.holds.size).toBe(0);
  expect([tomorrow.shown().tokenIn, await tokenOf(open())]).toEqual([null, null]);
});

test('a person is asked for it once: the keychain gives it for all downloads', async () => {
  const { keychain, open, store } = await storeWith();
  await store.set({ token: TOKEN });
  const [tomorrow, before] = [open(), keychain.reads];
  await tomorrow.values();
  await tomorrow.values();
  expect(keychain.reads - before).toBe(1);
});

test('a token of an earlier version moves over, and is then gone from the file', async () => {
  const { keychain, store, file } = await storeWith({ hub: null, proxy: null, token: TOKEN });
  expect([store.shown().tokenIn, await tokenOf(store)]).toEqual(['file', TOKEN]);
  await store.moveToken();
  expect([...keychain.holds.values()]).toEqual([TOKEN]);
  expect(file()).not.toContain(TOKEN);
  expect([store.shown().tokenIn, await tokenOf(store)]).toEqual(['keychain', TOKEN]);
});

test.each([
  ['that is locked', LOCKED, "The system's keychain refused: unlock prompt was dismissed."],
  ['that is not there', ABSENT, null],
])('a keychain %s leaves it in a file that only its owner can read', async (_, refuses, note) => {
  const { keychain, open, path, store, file } = await storeWith({ token: TOKEN });
  keychain.refuses = refuses;
  await store.moveToken();
  expect(store.shown()).toMatchObject({ tokenIn: 'file', tokenNote: note });
  await store.set({ token: 'hf_new' });
  expect([await tokenOf(store), await tokenOf(open())]).toEqual(['hf_new', 'hf_new']);
  expect(file()).toContain('hf_new');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  keychain.refuses = null;
  await open().moveToken();
  expect([...keychain.holds.values()]).toEqual(['hf_new']);
});

test('a keychain that keeps something else is not trusted with the only copy', async () => {
  const { keychain, store } = await storeWith();
  keychain.write = async (name) => void keychain.holds.set(name, 'garbage');
  await store.set({ token: TOKEN });
  expect(store.shown()).toMatchObject({ tokenIn: 'file', tokenNote: "The system's keychain kept something else." });
  expect(await tokenOf(store)).toBe(TOKEN);
});

test('a locked keychain that has it: said with what to do, nothing is lost, and the environment has its turn', async () => {
  const { keychain, open, store } = await storeWith();
  await store.set({ token: TOKEN });
  keychain.refuses = LOCKED;
  const locked = open();
  await expect(locked.values()).rejects.toMatchObject({
    message: "The hub's token: the system's keychain refused: unlock prompt was dismissed",
    remedy: expect.stringMatching(/^Unlock it/),
  });
  expect(await tokenOf(open({ HF_TOKEN: 'hf_env' }))).toBeNull(); // the connection takes the environment's
  keychain.refuses = null;
  expect(await tokenOf(locked)).toBe(TOKEN);
});

test('what somebody deleted there is said, and forgotten or entered anew', async () => {
  const { keychain, open, store } = await storeWith();
  await store.set({ token: TOKEN });
  keychain.holds.clear();
  const tomorrow = open();
  await expect(tomorrow.values()).rejects.toThrow("not in the system's keychain any more");
  await tomorrow.set({ token: 'hf_new' });
  expect(await tokenOf(tomorrow)).toBe('hf_new');
});

test('forgetting it is never refused; what the keychain may still have is named', async () => {
  const { keychain, store } = await storeWith();
  await store.set({ token: TOKEN });
  keychain.refuses = LOCKED;
  await store.set({ token: null });
  expect(await tokenOf(store)).toBeNull();
  const [name] = keychain.holds.keys();
  expect(store.shown().tokenNote).toContain(`Delete "${name}" of Heirloom there by hand.`);
});

test('where the file cannot be written nothing goes into the keychain', async () => {
  const { keychain, store, path } = await storeWith();
  rmSync(path, { force: true });
  mkdirSync(path); // nothing can take the place of a folder
  await expect(store.set({ token: TOKEN })).rejects.toThrow(/network\.json cannot be written/);
  expect([keychain.holds.size, store.shown().tokenIn]).toEqual([0, null]);
});

test('two tokens at once: the later one is kept, in one place', async () => {
  const { keychain, store } = await storeWith();
  await Promise.all([store.set({ token: 'hf_1' }), store.set({ token: 'hf_2' })]);
  expect([...keychain.holds.values(), await tokenOf(store)]).toEqual(['hf_2', 'hf_2']);
});

test('HEIRLOOM_KEYCHAIN=none is a system without one', async () => {
  const refused = await systemKeychain({ HEIRLOOM_KEYCHAIN: 'none' })
    .read('x')
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(KeychainRefused);
  expect(refused).toMatchObject({ absent: true });
});
