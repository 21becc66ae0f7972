/** Chosen pictures on one sheet: each whole, labelled by what tells it from the others, with what it measured. */
import { listed } from '../../../native-models/listed.ts';
import { repeatsAmong } from '../../../preload/contract/repeats.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { explain } from '../../base/explain.ts';
import { PROGRAM } from '../../base/places.ts';
import type { CarryingFormat } from '../../pictures/carried-texts.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import { canvasOf, toCanvas } from '../../pictures/picture.ts';
import { drawLegend } from '../drawing/doubts.ts';
import { type Context, hatched, panel, solid, wrap, write } from '../drawing/drawing.ts';
import { encoded, requireDrawable } from '../drawing/encoding.ts';
import { drawFoot, drawHeading, FOOT, MARGIN } from '../drawing/heading.ts';
import { type Palette, PALETTES, type Theme } from '../drawing/palette.ts';
import { drawNumbers, type NumbersStyle, type ReadPicture } from '../grid/draw.ts';
import { type Differences, differencesOf } from './differences.ts';
import { type Cell, type ContactLayout, LABEL, layoutContact } from './layout.ts';

const TOO_LARGE = {
  what: 'This contact sheet',
  advice: 'Every picture keeps its own size. Choose fewer, or export the pictures themselves.',
};
/** The mark before a label: whether everything is computed, or something inherits. */
const MARK = { width: 12, height: 10 };

interface Wanted {
  readonly format: CarryingFormat;
  readonly theme: Theme;
  readonly read: ReadPicture;
  /** `2026-11-27` */
  readonly day: string;
  /** Of whoever asked: ends it between two pictures. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The file's bytes.
 * @throws Problem where the format cannot hold as many pictures. A picture that cannot be read is named in its place.
 */
export async function contactSheet(
  runs: readonly Run[],
  { format, theme, read, day, signal }: Wanted,
): Promise<Buffer> {
  const differences = differencesOf(runs);
  const title = differences.prompt ?? countOf(runs);
  const layout = layoutContact(runs, differences.labels, title, canvasOf(1, 1).getContext('2d'));
  requireDrawable(format, layout, TOO_LARGE);
  const canvas = canvasOf(layout.width, layout.height);
  const context = canvas.getContext('2d');
  const palette = PALETTES[theme];
  const numbers = { context, palette, scale: layout.scale, legend: layout.legend, medianOf: repeatsAmong(runs) };
  context.fillStyle = palette.background;
  context.fillRect(0, 0, layout.width, layout.height);
  drawAround(context, layout, palette, differences, `${PROGRAM.name} ${PROGRAM.version} · ${day}`, countOf(runs));
  for (const [index, run] of runs.entries()) {
    signal?.throwIfAborted();
    const cell = layout.cells[index]!;
    await drawPicture(context, run, cell, layout, palette, read);
    drawLabel(numbers, run, cell, layout);
  }
  return encoded(canvas, format);
}

const countOf = ({ length }: readonly Run[]) => `${length} ${length === 1 ? 'picture' : 'pictures'}`;

function drawAround(
  context: Context,
  { scale, title, width, height, legend, legendHeight }: ContactLayout,
  palette: Palette,
  { names, shared }: Differences,
  stamp: string,
  count: string,
): void {
  const subtitle =
    names.length > 0 ? `${count} that differ in ${listed(names, 'and')}` : `${count} of the same settings`;
  const how = 'Seconds: whole generation. Speed-up and fidelity: against the full run of the same settings.';
  context.save();
  context.scale(scale, scale);
  drawHeading(context, { subtitle, title, pills: shared }, width / scale, palette);
  const foot = height / scale - FOOT + 18;
  drawLegend(context, legend, { x: MARGIN, y: foot - legendHeight, width: width / scale - 2 * MARGIN }, palette);
  drawFoot(context, { how, stamp }, foot, width / scale, palette);
  context.restore();
}

async function drawPicture(
  context: Context,
  { settings, picture }: Run,
  { x, top }: Cell,
  { enlarged, scale }: ContactLayout,
  palette: Palette,
  read: ReadPicture,
): Promise<void> {
  const [width, height] = [settings.width * enlarged, settings.height * enlarged];
  try {
    const pixels = await decoder.pixels(await read(picture), `${picture.slice(0, 8)}.png`);
    context.imageSmoothingEnabled = false; // the nearest pixel, as in a grid: what was made can be counted
    context.drawImage(toCanvas(pixels), x, top, width, height);
  } catch (error) {
    panel(context, { x, y: top, width, height }, 8 * scale, palette, palette.raised);
    const style = { size: 11 * scale, color: palette.dim };
    wrap(context, explain(error).message, width - 16 * scale, 6, style).forEach((line, n) =>
      write(context, line, x + 8 * scale, top + (20 + n * LABEL.line) * scale, style),
    );
  }
}

function drawLabel(
  numbers: NumbersStyle,
  run: Run,
  { x, bottom, label }: Cell,
  { room, labelHeight, scale }: ContactLayout,
): void {
  const { context, palette } = numbers;
  const style = { size: LABEL.size * scale, weight: LABEL.weight, color: palette.text, maxWidth: room };
  label.forEach((line, n) => write(context, line, x, bottom + (n + 1) * LABEL.line * scale, style));
  const mark = { x: x + room - MARK.width * scale, y: bottom + 6 * scale, width: MARK.width * scale, height: MARK.height * scale }; // prettier-ignore
  if (run.settings.strategy) hatched(context, mark, 3 * scale, palette, 3 * scale);
  else solid(context, mark, 3 * scale, palette);
  drawNumbers(numbers, run, x, bottom + labelHeight - 8 * scale, room);
}
