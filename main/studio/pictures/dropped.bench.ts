/**
 * How long the main process answers nobody else while a file of any kind is dropped: `node main/studio/pictures/dropped.bench.ts
 * [part of a name]`. The studio is served from this process, and another one drops the files as a page does. "busy" is the longest that its
 * thread computed without a pause, "silent" the longest without an answer, which a machine with other work makes longer.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../server/serve.ts';
import { studioRouter } from '../router.ts';
import { openStudio } from '../studio.ts';
import { droppedFiles } from './dropped-files.fixture.ts';
import { LoopWatch } from './loop-watch.fixture.ts';

/** What may pass without an answer: a person notices more. */
const MOST_MS = 50;

const PAGE = fileURLToPath(new URL('./dropping-page.fixture.ts', import.meta.url));

/** What a page tells of one drop. */
interface Dropped {
  readonly words: string;
}

const folder = mkdtempSync(join(tmpdir(), 'heirloom-dropped-'));
const studio = openStudio({ dataFolder: join(folder, 'data'), onError: () => {} });
const server = await serve({
  router: studioRouter(studio, 'server'),
  pages: folder,
  pictureFile: studio.history.thumbnails.locate,
  host: '127.0.0.1',
  port: 0,
});
const page = fork(PAGE, [server.address]);
const late: string[] = [];

process.stdout.write(`${''.padEnd(42)}    busy  silent    took, all in ms\n`);
const wanted = process.argv[2] ?? '';
for (const { name, make } of droppedFiles.filter((each) => each.name.includes(wanted))) {
  const path = await make(folder);
  await settled();
  const watch = new LoopWatch();
  const started = performance.now();
  page.send({ kind: name.startsWith('model: ') ? 'model' : 'picture', path });
  const [{ words }] = (await once(page, 'message')) as [Dropped];
  const took = performance.now() - started;
  const { busyMs, silentMs } = watch.stop();
  if (busyMs > MOST_MS) late.push(name);
  const numbers = [busyMs, silentMs, took].map((ms) => ms.toFixed(0).padStart(8)).join('');
  process.stdout.write(`${name.padEnd(42)}${numbers}  ${words.slice(0, 100)}\n`);
  if (path.startsWith(folder)) rmSync(path, { recursive: true, force: true });
}
page.kill();
await server.close();
await studio.close();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(late.length === 0 ? `none above ${MOST_MS} ms\n` : `above ${MOST_MS} ms: ${late.join(', ')}\n`);
process.exit(late.length === 0 ? 0 : 1);

/** What making the file left behind is no fault of the drop. */
async function settled(): Promise<void> {
  global.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 300));
}
