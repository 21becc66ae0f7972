import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedJson, recordedTensors, recordingPath } from '../../reference/recording.ts';
import { temporaryFolder } from '../../reference/temporary-folder.ts';
import { readSafetensors, readTensorBytes, writeSafetensors } from './safetensors.ts';
import { storedWeights } from './stored-weights.ts';

async function fileWith(content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'model.safetensors');
  await writeFile(path, content);
  return path;
}

/** A file with this header, and so many bytes of data. */
function safetensors(header: string, dataBytes: number): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(dataBytes)]);
}

const entry = (dtype: string, shape: number[], start: number, end: number) =>
  JSON.stringify({ w: { dtype, shape, data_offsets: [start, end] } });

test('a file of the safetensors library: every tensor at its place', async () => {
  const recorded = recordedTensors('sd1/unet.safetensors');
  const { tensors } = await readSafetensors(recordingPath('sd1/unet.safetensors'), 'unet.safetensors');
  expect(tensors.size).toBeGreaterThan(5);
  for (const [name, tensor] of tensors) {
    const { shape, data } = recorded<Float32Array | BigInt64Array>(name);
    expect(tensor.shape).toEqual(shape);
    expect(await readTensorBytes(tensor)).toEqual(Buffer.from(data.buffer));
  }
});

test('what is written is read again, aligned', async () => {
  const path = join(await temporaryFolder(), 'model.safetensors');
  await writeSafetensors(
    path,
    [
      { name: 'bytes', dtype: 'U8', shape: [4] },
      { name: 'scalar', dtype: 'F32', shape: [] },
      { name: 'nothing', dtype: 'F16', shape: [0, 3] },
    ],
    [Uint8Array.of(1, 2, 3), Uint8Array.of(4), new Uint8Array(Float32Array.of(0.5).buffer)],
    { made: 'here' },
  );
  const { tensors, metadata } = await readSafetensors(path, 'model.safetensors');
  expect(metadata).toEqual({ made: 'here' });
  expect(tensors.get('bytes')!.offset % 64).toBe(0);
  expect([...(await readTensorBytes(tensors.get('bytes')!))]).toEqual([1, 2, 3, 4]);
  expect((await readTensorBytes(tensors.get('scalar')!)).readFloatLE()).toBe(0.5);
  expect(tensors.get('nothing')!.shape).toEqual([0, 3]);
});

test.each([
  { named: 'an empty file', content: '', says: 'model.safetensors: the file is empty. Get the file again' },
  {
    named: 'a Git LFS pointer',
    content: 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3438354725\n',
    says: 'model.safetensors: this is a Git LFS pointer, a text that stands for the weights. Run `git lfs pull`',
  },
  {
    named: 'a pickle of torch.save under another name',
    content: 'PK\x03\x04\x00\x00\x08\x08\x00\x00archive/data.pkl',
    says: 'model.safetensors: this is a Python pickle (.ckpt, .bin, .pt), which can run any code when it is opened',
  },
  {
    named: 'an old pickle',
    content: Uint8Array.of(0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20),
    says: 'model.safetensors: this is a Python pickle',
  },
  {
    named: 'the page of a site that wants a log-in',
    content: '\n<!DOCTYPE html><html>',
    says: 'model.safetensors: this is a web page. Perhaps the site wanted a log-in',
  },
  { named: 'a GGUF file', content: 'GGUF\x03\x00\x00\x00\x00\x00', says: 'model.safetensors: this is a GGUF file' },
  { named: 'anything else', content: 'hello, world', says: 'model.safetensors: this is not a safetensors file' },
  {
    named: 'a header that is not JSON',
    content: safetensors('{"w": oops', 0),
    says: 'model.safetensors: its safetensors header is damaged: not JSON',
  },
  {
    named: 'a header without offsets',
    content: safetensors('{"w":{"dtype":"F32","shape":[1]}}', 4),
    says: 'model.safetensors: its safetensors header is damaged',
  },
  {
    named: 'a shape that is not what the offsets say',
    content: safetensors(entry('F32', [2, 3], 0, 20), 20),
    says: 'model.safetensors: w: expected 24 bytes for F32 [2, 3], found 20. The file is damaged; get it again',
  },
  {
    named: 'data that ends too soon',
    content: safetensors(entry('F32', [2, 3], 0, 24), 20),
    says: 'model.safetensors: the file is cut short: expected 89 bytes, found 85. The download was interrupted',
  },
])('$named: an error that says so', async ({ content, says }) => {
  await expect(readSafetensors(await fileWith(content), 'model.safetensors')).rejects.toThrow(says);
});

test('a header that is cut short', async () => {
  const path = await fileWith(safetensors(entry('F32', [2, 3], 0, 24), 24));
  await truncate(path, 30);
  await expect(readSafetensors(path, 'model.safetensors')).rejects.toThrow(
    'model.safetensors: the file is cut short: expected at least 65 bytes, found 30',
  );
});

test('a missing file', async () => {
  await expect(readSafetensors('/no/such/file', 'unet/model.safetensors')).rejects.toThrow(
    'unet/model.safetensors: the file cannot be read (ENOENT',
  );
});

interface RecordedHeaders {
  readonly cases: readonly {
    readonly name: string;
    readonly header?: string;
    readonly header_base64?: string;
    readonly length: string;
    readonly data: number;
    readonly refused?: string;
    readonly accepted?: Readonly<Record<string, { readonly dtype: string; readonly shape: readonly number[] }>>;
  }[];
  readonly empty_tensors: number;
}

describe("the format's own reader", () => {
  const { cases, empty_tensors: count } = recordedJson<RecordedHeaders>('safetensors-headers.json');

  test.each(cases)('$name', async ({ header, header_base64: base64, length: stated, data, accepted }) => {
    const bytes = base64 === undefined ? Buffer.from(header!) : Buffer.from(base64, 'base64');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(stated));
    const reading = readSafetensors(
      await fileWith(Buffer.concat([length, bytes, Buffer.alloc(data)])),
      'model.safetensors',
    );
    if (!accepted) return await expect(reading).rejects.toThrow(/^model\.safetensors: .*\. .*get /is);
    const { tensors } = await reading;
    const found = [...tensors].map(([name, { dtype, shape }]) => [name, { dtype, shape }]);
    expect(Object.fromEntries(found)).toEqual(accepted);
  });

  const empty = async (count: number) => {
    const names = Array.from({ length: count }, (_, i) => `"t${i}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`);
    return await fileWith(safetensors(`{${names.join(',')}}`, 0));
  };

  test('takes three times as many tensors as SDXL has, and refuses many more before their names are read', async () => {
    expect((await readSafetensors(await empty(8000), 'model.safetensors')).tensors.size).toBe(8000);
    await expect(readSafetensors(await empty(count), 'model.safetensors')).rejects.toThrow(
      'model.safetensors: it has more than 8,000 tensors, which no model has',
    );
  });
});

test('a type that nobody computes with disturbs only who asks for that tensor', async () => {
  const header = JSON.stringify({
    f8: { dtype: 'F8_E4M3', shape: [2], data_offsets: [0, 2] },
    later: { dtype: 'F4', shape: [4], data_offsets: [2, 4] },
    fine: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
  });
  const { tensors } = await readSafetensors(await fileWith(safetensors(header, 8)), 'model.safetensors');
  const weights = storedWeights(tensors, 'model.safetensors');
  expect(weights.tensor('fine', [1]).type).toBe('float32');
  expect(() => weights.tensor('f8', [2])).toThrow('model.safetensors: f8: expected float32, found F8_E4M3');
  expect(() => weights.tensor('later', [4])).toThrow('model.safetensors: later: expected float32, found F4');
});
