/** Files at addresses: what sites really answer, in place of a file or with one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { become, openDownloads, settled } from './downloads.fixture.ts';
import { type Answer, file, parrot, redirect, siteOf } from './site.fixture.ts';

const MODEL = await readFile(recordingPath('single-file/sd1-ldm.safetensors'));
const page: Answer = (_, response) =>
  void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><p>Log in</p>');

async function lookedUp(answers: Readonly<Record<string, Answer>>, path = '/model.safetensors') {
  const { address } = await siteOf(answers);
  const { downloads } = openDownloads(await temporaryFolder(), 'http://hub.example');
  return downloads.offer(`${address}${path}`);
}

/** Looked up as a model and fetched as what the site has by then. */
async function fetched(answers: Readonly<Record<string, Answer>>) {
  const models = await temporaryFolder();
  const { address } = await siteOf(answers);
  const { downloads } = openDownloads(models, 'http://hub.example');
  const source = `${address}/model.safetensors`;
  await downloads.start(source, 'model.safetensors');
  return { ...(await become(downloads, settled)), place: join(models, new URL(address).host.replace(':', '-')) };
}

/** One answer after the other, the last one again and again. */
function inTurn(...answers: readonly Answer[]): Answer {
  let turn = 0;
  return (request, response) => answers[Math.min(turn++, answers.length - 1)]!(request, response);
}

describe('what it is called', () => {
  test.each([
    ['the address asked for, where a storage calls it otherwise', '/model.safetensors', '/sig/1', {}, 'model'],
    ['the storage, where the address says nothing', '/api/download/7', '/store/dreamy.safetensors', {}, 'dreamy'],
    [
      'the site itself, before both',
      '/model.safetensors',
      '/store/other.safetensors',
      { 'content-disposition': `attachment; filename="own.safetensors"` },
      'own',
    ],
    [
      'not what says nothing of weights',
      '/model.safetensors',
      '/sig/1',
      { 'content-disposition': `attachment; filename=download` },
      'model',
    ],
  ])('%s', async (_, asked, led, headers, name) => {
    const { title, choices } = await lookedUp({ [asked]: redirect(led), [led]: file(MODEL, headers) }, asked);
    expect([title, choices[0]!.bytes]).toEqual([`${name}.safetensors`, MODEL.length]);
  });

  test('after a redirect it is fetched to that name, whole', async () => {
    const { state, place } = await fetched({ '/model.safetensors': redirect('/sig/1'), '/sig/1': file(MODEL) });
    expect(state).toBe('done');
    expect((await readFile(join(place, 'model.safetensors'))).equals(MODEL)).toBe(true);
  });
});

describe('in place of a file', () => {
  test.each(['/login', '/user/sign_in', '/auth/realms/x', '/signin.php'])('the way to a log-in at %s', async (led) => {
    for (const answer of [page, file(MODEL), (_: unknown, r: Parameters<Answer>[1]) => void r.writeHead(403).end()]) {
      const found = lookedUp({ '/model.safetensors': redirect(`${led}?returnUrl=/`), [led]: answer });
      await expect(found).rejects.toMatchObject({
        message: expect.stringMatching(/^127\.0\.0\.1:\d+ wants a log-in before it gives model\.safetensors$/),
        remedy: expect.stringMatching(/^Log in there in a browser/),
      });
    }
  });

  test.each(['/auth/v1/model.safetensors', '/auth/v1/7'])('a storage at %s is none', async (led) => {
    const bytes = { 'content-type': 'application/octet-stream' };
    const { title } = await lookedUp({ '/model.safetensors': redirect(led), [led]: file(MODEL, bytes) });
    expect(title).toBe('model.safetensors');
  });

  test('a page that says it is one', async () => {
    await expect(lookedUp({ '/model.safetensors': page })).rejects.toThrow(
      /^127\.0\.0\.1:\d+ sent a web page in place of model\.safetensors/,
    );
  });

  test.each([
    ['a web page', Buffer.from('\ufeff\n<!DOCTYPE html><html>')],
    ['an XML document', Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
    ['a JSON text', Buffer.from('{"error":"Unauthorized","message":"The creator requires you to be logged in"}')],
    ['a JSON text', Buffer.from('{"code":{"status":403},"more":"words that go on for a while"}')],
    ['a Git LFS pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3438354725\n')],
    ['a Python pickle', Buffer.from('PK\x03\x04\x00\x00\x08\x08\x00\x00archive/data.pkl', 'latin1')],
    ['a Python pickle', Buffer.from('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19', 'latin1')],
    ['a zip archive', Buffer.from('PK\x03\x04\x14\x00\x00\x00\x08\x00model.safetensors', 'latin1')],
    ['a gzip archive', gzipSync(MODEL.subarray(0, 1000))],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR', 'latin1')],
    ['not a safetensors file', Buffer.alloc(1000, 7)],
  ])('%s, by its first bytes', async (what, bytes) => {
    await expect(lookedUp({ '/model.safetensors': file(bytes) })).rejects.toThrow(
      new RegExp(`^model\\.safetensors: this is ${what}`),
    );
  });

  test.each([
    [401, /gives model\.safetensors only to those who are logged in \(401\)/],
    [403, /does not give model\.safetensors to everybody \(403\)/],
    [404, /has no model\.safetensors \(404\)/],
    [410, /has no model\.safetensors any more \(410\)/],
  ])('%i, in the words for a site that is no hub', async (status, words) => {
    const refused: Answer = (_, response) => void response.writeHead(status).end('{"error":"Unauthorized"}');
    await expect(lookedUp({ '/model.safetensors': refused })).rejects.toMatchObject({
      message: expect.stringMatching(words),
      remedy: expect.not.stringMatching(/Settings/),
    });
  });

  test.each([
    ['that go on', redirect('/model.safetensors'), /sends on and on for model\.safetensors \(20 redirects\)/],
    ['out of the web', redirect('file:///etc/passwd'), /leads to no address of the web/],
  ])('redirects %s', async (_, answer, words) => {
    await expect(lookedUp({ '/model.safetensors': answer })).rejects.toThrow(words);
  });

  test.each([
    ['headers without end', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`, /headers that are too large/],
    ['something that is no web server', 'SSH-2.0-OpenSSH_9.6\r\n', /does not answer as a web server does/],
  ])('%s', async (_, says, words) => {
    const address = await parrot(says);
    const { downloads } = openDownloads(await temporaryFolder(), 'http://hub.example');
    await expect(downloads.offer(`${address}/model.safetensors`)).rejects.toThrow(words);
  });
});

describe('how large it is', () => {
  const partial: Answer = (_, response) =>
    void response.writeHead(206, { 'content-range': 'bytes 0-0/*', 'content-length': 1 }).end(MODEL.subarray(0, 1));

  test('a part of unknown whole: asked again for all of it', async () => {
    const answers = { '/model.safetensors': inTurn(partial, file(MODEL)) };
    expect((await lookedUp(answers)).choices[0]!.bytes).toBe(MODEL.length);
  });

  test.each([
    ['a part of unknown whole', partial],
    ['a file in chunks, of no size', ((_, response) => void response.writeHead(200).end(MODEL)) satisfies Answer],
  ])('%s, and nothing else, is refused', async (_, answer) => {
    await expect(lookedUp({ '/model.safetensors': answer })).rejects.toThrow(
      /does not say how large model\.safetensors is/,
    );
  });
});

describe('between the look and the fetch', () => {
  const now = (...answers: readonly Answer[]) => fetched({ '/model.safetensors': inTurn(file(MODEL), ...answers) });

  test('a page in its place', async () => {
    expect(await now(page)).toMatchObject({
      state: 'failed',
      problem: { message: expect.stringMatching(/sent a web page in place of model\.safetensors/) },
    });
  });

  test('a page of its length that does not say what it is', async () => {
    const html = Buffer.alloc(MODEL.length, ' ');
    html.write('<html>');
    expect(await now(file(html))).toMatchObject({
      state: 'failed',
      problem: { message: 'model.safetensors: this is a web page' },
    });
  });

  test('a file of another size: nothing of it is kept', async () => {
    expect(await now(file(MODEL.subarray(0, 5000)))).toMatchObject({
      state: 'failed',
      problem: { message: `model.safetensors has 5000 bytes at its source, announced were ${MODEL.length}` },
    });
  });

  test('bytes without end are cut off where it should end', async () => {
    let sent = 0;
    const endless: Answer = (_, response) => {
      response.writeHead(200);
      const piece = () => {
        if (response.destroyed) return;
        sent += MODEL.length;
        response.write(MODEL, () => setImmediate(piece));
      };
      piece();
    };
    expect(await now(endless)).toMatchObject({
      state: 'failed',
      problem: { message: `model.safetensors is longer than the ${MODEL.length} bytes that were announced` },
    });
    // Two attempts, and what was under way when they were cut off.
    expect(sent).toBeLessThan(100 * MODEL.length);
  });

  test('a Content-Length that is too small: what came is no whole file', async () => {
    const short = file(MODEL.subarray(0, 100_000));
    const failed = await fetched({ '/model.safetensors': short });
    expect(failed).toMatchObject({
      state: 'failed',
      problem: { message: expect.stringMatching(/^model\.safetensors: the file is cut short/) },
    });
  });
});
