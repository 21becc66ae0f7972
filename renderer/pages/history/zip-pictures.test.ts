import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ZIP_LIMITS, type ZippedFile, zipOf } from './zip-pictures.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name: string, text = name): ZippedFile => ({ name, read: async () => bytes(text) });
const asked = () => {
  const done: number[] = [];
  return { signal: new AbortController().signal, onDone: (count: number) => void done.push(count), done };
};

async function unzipped(blob: Blob): Promise<Readonly<Record<string, string>>> {
  const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, new TextDecoder().decode(content)]));
}

describe('a zip of pictures', () => {
  test('has each file as it is, and tells how far it has come', async () => {
    const asking = asked();
    const names = Array.from({ length: 9 }, (_, n) => `pictures/${n}.png`);
    const table = { ...file('numbers.csv', 'a,b\r\n'.repeat(1000)), deflate: true };
    const { blob, missing } = await zipOf([...names.map((name) => file(name)), table], asking);
    expect(await unzipped(blob)).toEqual({
      ...Object.fromEntries(names.map((name) => [name, name])),
      'numbers.csv': 'a,b\r\n'.repeat(1000),
    });
    expect(missing).toEqual([]);
    expect(asking.done).toEqual([4, 8, 10]);
    expect(blob.size).toBeLessThan(5000);
  });

  test('names what could not be read, and has the others', async () => {
    const gone = { name: 'b.png', read: () => Promise.reject(new Error('it is gone')) };
    const { blob, missing } = await zipOf([file('a.png'), gone, file('c.png')], asked());
    expect(missing).toEqual(['b.png: it is gone']);
    expect(await unzipped(blob)).toEqual({ 'a.png': 'a.png', 'c.png': 'c.png', 'missing.txt': 'b.png: it is gone\n' });
  });

  test('stops when it is cancelled', async () => {
    const abort = new AbortController();
    let read = 0;
    const files = Array.from({ length: 100 }, (_, n) => ({
      name: `${n}`,
      read: async () => {
        read += 1;
        abort.abort();
        return bytes('x');
      },
    }));
    await expect(zipOf(files, { signal: abort.signal, onDone: () => {} })).rejects.toThrow(/abort/i);
    expect(read).toBe(4);
  });

  test('refuses more files than a zip can name, before any is read', async () => {
    const never = { name: 'x', read: async () => expect.fail('nothing is to be read') };
    const files = Array.from({ length: ZIP_LIMITS.entries + 1 }, () => never);
    await expect(zipOf(files, asked())).rejects.toThrow(/more than a zip holds/);
  });
});
