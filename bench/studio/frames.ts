import type { CDPSession, Page } from 'playwright';
import type { ComposerPage } from '../../e2e/pages/composer-page.ts';
import { quantile } from '../spread.ts';
import { withStudio } from './browser.ts';
import { type Row, row } from './row.ts';

/** 60 frames a second. */
const FRAME_MS = 1000 / 60;
/** What a clock of the page's may be off by. */
const FRAME_REACH_MS = 16.8;
const MOVES = 240;
const REPEATS = 5;

type Point = readonly [x: number, y: number];

/** What a person drags in the composer, and how smoothly it follows. */
export async function frames(): Promise<Row[]> {
  return await withStudio(async ({ page, composer }) => {
    const devtools = await page.context().newCDPSession(page);
    // Processor time: what else runs on the machine does not count as work of the page.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const overDiagram = await acrossDiagram(composer);
    const preset = await centreOf(page.getByRole('button', { name: /^CO3\b/ }));
    const [first, last] = [await centreOf(composer.call(1)), await centreOf(composer.call(40))];
    return [
      ...rowsOf('a preset dragged over the UNet', await dragged(page, devtools, [preset, ...overDiagram])),
      ...rowsOf('units painted', await dragged(page, devtools, overDiagram)),
      ...rowsOf('calls painted on the timeline', await dragged(page, devtools, [first, last])),
    ];
  });
}

interface Dragged {
  /** Milliseconds between frames. */
  readonly frames: readonly number[];
  /** Of the page's own thread, per frame: of each repetition. */
  readonly work: readonly number[];
}

function rowsOf(what: string, { frames: between, work }: Dragged): Row[] {
  return [
    row(`${what}: from frame to frame`, 'ms', between, FRAME_REACH_MS),
    row(`${what}: 95 of 100 frames follow within`, 'ms', [quantile(between, 0.95)]),
    row(`${what}: processor time of the page's thread for a frame`, 'ms', work, FRAME_MS),
  ];
}

/** Drags along `path`, at the pace of a hand, and undoes what it did. */
async function dragged(page: Page, devtools: CDPSession, path: readonly Point[]): Promise<Dragged> {
  const all: number[] = [];
  const work: number[] = [];
  for (let time = 0; time <= REPEATS; time += 1) {
    await page.mouse.move(...path[0]!);
    await page.mouse.down();
    const before = await taskSeconds(devtools);
    await page.evaluate(RECORD_FRAMES);
    for (const point of alongOf(path)) await page.mouse.move(...point);
    const between = await page.evaluate<number[]>('heirloomFrames()');
    const after = await taskSeconds(devtools);
    await page.mouse.up();
    await page.keyboard.press('Control+z');
    if (time === 0) continue; // the first compiles what it runs
    all.push(...between);
    work.push(((after - before) * 1000) / between.length);
  }
  return { frames: all, work };
}

function alongOf(path: readonly Point[]): Point[] {
  const legs = path.slice(1).map((to, at) => [path[at]!, to] as const);
  const moves = Math.ceil(MOVES / legs.length);
  return legs.flatMap(([from, to]) =>
    Array.from({ length: moves }, (_, at): Point => {
      const share = (at + 1) / moves;
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    }),
  );
}

/** From the encoder's first block down to the middle and up the decoder. */
async function acrossDiagram({ diagram }: ComposerPage): Promise<Point[]> {
  const { x, y, width, height } = (await diagram.boundingBox())!;
  const shares: Point[] = [
    [0.12, 0.15],
    [0.35, 0.6],
    [0.5, 0.9],
    [0.65, 0.6],
    [0.9, 0.15],
  ];
  return shares.map(([across, down]) => [x + width * across, y + height * down]);
}

async function centreOf(place: ReturnType<Page['getByRole']>): Promise<Point> {
  await place.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await place.boundingBox())!;
  return [x + width / 2, y + height / 2];
}

/** Seconds of processor time that the page's thread has used in all. */
async function taskSeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

const RECORD_FRAMES = `(() => {
  const between = [];
  let last = null;
  let recording = true;
  const frame = (now) => {
    if (last !== null) between.push(now - last);
    last = now;
    if (recording) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.heirloomFrames = () => { recording = false; return between; };
})()`;
