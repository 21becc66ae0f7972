/** `heirloom download` as people run it, from a hub of our own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { PACKAGE_ROOT } from '../base/places.ts';
import { filesOf, startHub } from '../downloads/hub.fixture.ts';

const MODEL = filesOf(recordingPath('sd1/model'));

async function hubOf(files: Record<string, Buffer>) {
  const hub = await startHub({ 'tiny/sd': { files } });
  onTestFinished(() => hub.close());
  return hub;
}

/** @param interruptWhen Ctrl-C as soon as it holds. */
async function download(args: readonly string[], interruptWhen: () => boolean = () => false) {
  const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'main/cli.ts'), 'download', ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const watching = setInterval(() => interruptWhen() && child.kill('SIGINT') && clearInterval(watching), 20);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watching);
  return { code, stdout, stderr };
}

test('says what it takes, takes it, and says where it is; a second time it is here already', async () => {
  const data = await temporaryFolder();
  const hub = await hubOf({ ...MODEL, 'unet/x.bin': Buffer.from('pickle') });
  const args = ['tiny/sd', '--hub', hub.address, '--data', data];
  const dry = await download([...args, '--dry-run']);
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/0\.6 MB {2}unet\/diffusion_pytorch_model/) });
  expect(dry.stdout).toContain('Left out, because Python pickles can run any code: unet/x.bin');
  const done = await download(args);
  const folder = join(data, 'models', 'tiny', 'sd');
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining(`Here: ${folder}`) });
  expect((await readFile(join(folder, 'unet/config.json'))).equals(MODEL['unet/config.json']!)).toBe(true);
  expect(await download(args)).toMatchObject({ code: 1, stderr: expect.stringMatching(/is here already/) });
});

test('interrupted, the same command goes on where it was', async () => {
  const data = await temporaryFolder();
  const hub = await hubOf(MODEL);
  const args = ['tiny/sd', '--hub', hub.address, '--data', data];
  hub.manners.slowMs = 200;
  const begun = () => hub.asked.some(({ url }) => url.includes('/store/') && url.includes('unet'));
  const stopped = await download(args, begun);
  expect(stopped).toMatchObject({ code: 1, stderr: expect.stringMatching(/The same command goes on where it was/) });
  hub.manners.slowMs = 0;
  hub.asked.length = 0;
  expect((await download(args)).code).toBe(0);
  expect(existsSync(join(data, 'models', 'tiny', 'sd', 'model_index.json'))).toBe(true);
  expect(hub.asked.filter(({ url }) => url.includes('model_index.json'))).toHaveLength(1); // looked at, not fetched again
});

test('what is asked for wrongly is said with what there is', async () => {
  const hub = await hubOf({ 'a.safetensors': Buffer.from('a'), 'b.safetensors': Buffer.from('b') });
  const args = ['tiny/sd', '--hub', hub.address, '--data', await temporaryFolder()];
  expect(await download(args)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--file: a\.safetensors, b\.safe/),
  });
  expect(await download([...args, '--file', 'c'])).toMatchObject({ code: 2 });
  expect(await download(['a model', ...args.slice(1)])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/owner\/name/),
  });
});
