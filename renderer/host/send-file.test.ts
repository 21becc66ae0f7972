import { expect, test } from 'vitest';
import { LIMITS } from '../../native-models/vocabulary.ts';
import type { StudioClient } from './host.ts';
import { sendFile } from './send-file.ts';

/** Keeps the pieces that it is given. */
function studioThatListens() {
  const pieces: Blob[] = [];
  const upload: StudioClient['pictures']['upload'] = async ({ upload, piece }) => {
    expect(upload).toBe(pieces.length === 0 ? null : 'an id');
    pieces.push(piece);
    return { upload: 'an id' };
  };
  return { pieces, client: { pictures: { upload } } as unknown as StudioClient };
}

test('what fits into one message is sent as it is', async () => {
  const { pieces, client } = studioThatListens();
  const file = new Blob(['a fox']);
  expect(await sendFile(client, file)).toBe(file);
  expect(pieces).toEqual([]);
});

test('a larger file comes in pieces that are, one behind the other, the file', async () => {
  const { pieces, client } = studioThatListens();
  const bytes = Uint8Array.from({ length: 2 * LIMITS.piece + 3 }, (_, n) => n % 251);
  expect(await sendFile(client, new Blob([bytes]))).toBe('an id');
  expect(pieces.map(({ size }) => size)).toEqual([LIMITS.piece, LIMITS.piece, 3]);
  expect(new Uint8Array(await new Blob(pieces).arrayBuffer())).toEqual(bytes);
});
