import { execFile } from 'node:child_process';
import { cp, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { recordingPath } from '../../reference/recording.ts';
import { temporaryFolder } from '../../reference/temporary-folder.ts';
import { DiskError } from '../../errors.ts';
import { floatCopy } from './float-copy.ts';
import { readSafetensors, type SafetensorsFile, readTensorBytes, writeSafetensors } from '../formats/safetensors.ts';
import { TO_FLOAT32 } from './to-float32.ts';
import { type CacheOptions, type CacheProgress, listCopies, removeCopy } from './weights-cache.ts';

const SOURCE = recordingPath('single-file/sd1-ldm.safetensors');

const float32Copy = (file: SafetensorsFile, options: CacheOptions) => floatCopy(file, 'float32', options);

async function sourceCopy(): Promise<string> {
  const path = join(await temporaryFolder(), 'source.safetensors');
  await cp(SOURCE, path);
  return path;
}

const cached = async (dataFolder: string) =>
  (await readdir(join(dataFolder, 'weights-f32'))).filter((name) => name !== 'index.json');

test('the copy holds every floating-point tensor in f32, and nothing else', async () => {
  const source = await readSafetensors(SOURCE, 'model.safetensors');
  const copy = await float32Copy(source, { dataFolder: await temporaryFolder() });
  for (const [name, tensor] of source.tensors) {
    const toFloat32 = TO_FLOAT32[tensor.dtype];
    expect(copy.tensors.has(name)).toBe(toFloat32 !== undefined);
    if (toFloat32 === undefined) continue;
    const expected = toFloat32(new Uint8Array(await readTensorBytes(tensor)));
    const found = copy.tensors.get(name)!;
    expect(found).toMatchObject({ dtype: 'F32', shape: tensor.shape });
    expect(await readTensorBytes(found)).toEqual(Buffer.from(expected.buffer));
  }
});

test('types may be mixed and apart from each other', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'mixed.safetensors');
  await writeSafetensors(
    path,
    [
      { name: 'half', dtype: 'F16', shape: [2] },
      { name: 'ids', dtype: 'I64', shape: [1] },
      { name: 'full', dtype: 'F32', shape: [1] },
      { name: 'brain', dtype: 'BF16', shape: [1] },
    ],
    [
      new Uint8Array(Uint16Array.of(0x3c00, 0xc000).buffer),
      new Uint8Array(8),
      new Uint8Array(Float32Array.of(0.1).buffer),
      new Uint8Array(Uint16Array.of(0x3f80).buffer),
    ],
  );
  const { tensors } = await float32Copy(await readSafetensors(path, 'mixed'), { dataFolder: folder });
  const numbers = async (name: string) => {
    const bytes = new Uint8Array(await readTensorBytes(tensors.get(name)!));
    return [...new Float32Array(bytes.buffer)];
  };
  expect(await numbers('half')).toEqual([1, -2]);
  expect(await numbers('full')).toEqual([Math.fround(0.1)]);
  expect(await numbers('brain')).toEqual([1]);
  expect(tensors.has('ids')).toBe(false);
});

test('progress reaches the end of each stage; the second start neither hashes nor converts', async () => {
  const dataFolder = await temporaryFolder();
  const events: CacheProgress[] = [];
  const options = { dataFolder, onProgress: (progress: CacheProgress) => events.push(progress) };
  const source = await readSafetensors(SOURCE, 'model.safetensors');
  const first = await float32Copy(source, options);
  expect([...new Set(events.map(({ stage }) => stage))]).toEqual(['hashing', 'converting']);
  for (const stage of ['hashing', 'converting']) {
    const last = events.findLast((event) => event.stage === stage)!;
    expect(last.doneBytes).toBe(last.totalBytes);
  }
  events.length = 0;
  expect((await float32Copy(source, options)).path).toBe(first.path);
  expect(events).toEqual([]);
});

test('the same bytes under another name share the copy; changed bytes get their own', async () => {
  const dataFolder = await temporaryFolder();
  const path = await sourceCopy();
  const original = await float32Copy(await readSafetensors(SOURCE, 'a'), { dataFolder });
  const same = await float32Copy(await readSafetensors(path, 'b'), { dataFolder });
  expect(same.path).toBe(original.path);
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(path, bytes);
  const other = await float32Copy(await readSafetensors(path, 'b'), { dataFolder });
  expect(other.path).not.toBe(original.path);
});

test('a copy that was cut short is made again', async () => {
  const dataFolder = await temporaryFolder();
  const source = await readSafetensors(SOURCE, 'model.safetensors');
  const { path, bytes } = await float32Copy(source, { dataFolder });
  const whole = await readFile(path);
  for (const length of [bytes - 1, 1000, 0]) {
    await truncate(path, length);
    await float32Copy(source, { dataFolder });
    expect(await readFile(path)).toEqual(whole);
  }
});

test('a damaged index costs nothing but time', async () => {
  const dataFolder = await temporaryFolder();
  const source = await readSafetensors(SOURCE, 'model.safetensors');
  const { path } = await float32Copy(source, { dataFolder });
  await writeFile(join(dataFolder, 'weights-f32', 'index.json'), '{"half');
  expect((await float32Copy(source, { dataFolder })).path).toBe(path);
});

test.each(['hashing', 'converting'])('stopped while %s: nothing is left behind', async (stage) => {
  const dataFolder = await temporaryFolder();
  const source = await readSafetensors(SOURCE, 'model.safetensors');
  const controller = new AbortController();
  const onProgress = (progress: CacheProgress) => {
    if (progress.stage === stage) controller.abort();
  };
  await expect(float32Copy(source, { dataFolder, onProgress, signal: controller.signal })).rejects.toThrow('abort');
  expect(await cached(dataFolder)).toEqual([]);
  await float32Copy(source, { dataFolder });
  expect(await cached(dataFolder)).toHaveLength(1);
});

test('what a killed process left behind goes away once it is old', async () => {
  const dataFolder = await temporaryFolder();
  const source = await readSafetensors(SOURCE, 'model.safetensors');
  const { path } = await float32Copy(source, { dataFolder });
  const [old, fresh] = [`${path}.old.part`, `${path}.fresh.part`];
  await Promise.all([old, fresh].map((part) => writeFile(part, '')));
  await utimes(old, new Date(0), new Date(0));
  await truncate(path, 0);
  await float32Copy(source, { dataFolder });
  await expect(stat(old)).rejects.toThrow('ENOENT');
  await expect(stat(fresh)).resolves.toBeDefined();
});

test('several processes at once make one sound copy', async () => {
  const dataFolder = await temporaryFolder();
  const script = `
    const { readSafetensors } = await import(${JSON.stringify(import.meta.resolve('../formats/safetensors.ts'))});
    const { floatCopy } = await import(${JSON.stringify(import.meta.resolve('./float-copy.ts'))});
    const source = await readSafetensors(${JSON.stringify(SOURCE)}, 'model');
    await floatCopy(source, 'float32', { dataFolder: ${JSON.stringify(dataFolder)} });`;
  const run = promisify(execFile);
  await Promise.all([1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '-e', script])));
  const [copy, ...others] = await listCopies(dataFolder);
  expect(others).toEqual([]);
  const alone = await float32Copy(await readSafetensors(SOURCE, 'model'), { dataFolder: await temporaryFolder() });
  expect(await readFile(copy!.path)).toEqual(await readFile(alone.path));
});

test('copies are listed with their source and can be removed', async () => {
  const dataFolder = await temporaryFolder();
  expect(await listCopies(dataFolder)).toEqual([]);
  const { path, bytes } = await float32Copy(await readSafetensors(SOURCE, 'model'), { dataFolder });
  const [copy] = await listCopies(dataFolder);
  expect(copy).toMatchObject({ kind: 'float32', path, bytes, source: SOURCE });
  await removeCopy(dataFolder, copy!);
  expect(await listCopies(dataFolder)).toEqual([]);
});

test('a float16 copy beside it: every number rounded, and what is of the type already as it is', async () => {
  const dataFolder = await temporaryFolder();
  const path = join(dataFolder, 'mixed.safetensors');
  const [full, half] = [Float32Array.of(0.1, -2, 65504), Uint16Array.of(0x3c00)];
  await writeSafetensors(
    path,
    [
      { name: 'full', dtype: 'F32', shape: [3] },
      { name: 'half', dtype: 'F16', shape: [1] },
    ],
    [new Uint8Array(full.buffer), new Uint8Array(half.buffer)],
  );
  const source = await readSafetensors(path, 'mixed');
  await float32Copy(source, { dataFolder });
  const { tensors } = await floatCopy(source, 'float16', { dataFolder });
  const bytes = async (name: string) =>
    new Uint16Array(new Uint8Array(await readTensorBytes(tensors.get(name)!)).buffer);
  expect(tensors.get('full')).toMatchObject({ dtype: 'F16', shape: [3] });
  expect(await bytes('full')).toEqual(new Uint16Array(new Float16Array(full).buffer));
  expect(await bytes('half')).toEqual(half);
  expect((await listCopies(dataFolder)).map(({ kind }) => kind)).toEqual(['float32', 'float16']);
});

test('a weight that float16 cannot hold is refused, with the tensor that has it', async () => {
  const dataFolder = await temporaryFolder();
  const path = join(dataFolder, 'far.safetensors');
  await writeSafetensors(
    path,
    [
      { name: 'near', dtype: 'F32', shape: [2] },
      { name: 'far', dtype: 'F32', shape: [2] },
    ],
    [new Uint8Array(Float32Array.of(1, 2, 3, 65520).buffer)],
  );
  const source = await readSafetensors(path, 'far.safetensors');
  await expect(floatCopy(source, 'float16', { dataFolder })).rejects.toThrow(
    'far.safetensors: far: it has a weight beyond 65504',
  );
  expect(await listCopies(dataFolder)).toEqual([]);
});

test('a disk that takes no copy is to blame, and not the checkpoint', async () => {
  const dataFolder = await temporaryFolder();
  await writeFile(join(dataFolder, 'weights-f32'), 'a file where a folder should be');
  const source = await readSafetensors(SOURCE, 'model.safetensors');
  const error = await float32Copy(source, { dataFolder }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DiskError);
  expect(String(error)).toContain('weights-f32: it cannot be made (EEXIST)');
});
