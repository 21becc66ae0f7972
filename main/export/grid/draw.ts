/** A grid as one picture: every cell at its own size or a whole multiple of it, labels on both axes, one sheet below the other. */
import { listed } from '../../../native-models/listed.ts';
import { fidelityText } from '../../../native-models/metrics/fidelity.ts';
import type { MeasuredSpeedup, MedianSpeedup } from '../../../native-models/strategy/median-speedup.ts';
import { PRICE, PROMINENT } from '../../../native-models/metrics/metrics.ts';
import type { Canvas } from '@napi-rs/canvas';
import { titleOfAxis } from '../../../preload/settings/axes.ts';
import { pillsOf } from '../../../preload/settings/words.ts';
import { extentOf, indexOf, sheetLabels } from '../../../preload/experiment/place.ts';
import type { LabelledAxis } from '../../../preload/contract/grid.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { PROGRAM } from '../../base/places.ts';
import { drawLegend, drawMark, type Legend } from '../drawing/doubts.ts';
import type { Context } from '../drawing/drawing.ts';
import { hatched, panel, solid, write } from '../drawing/drawing.ts';
import type { Pill } from '../drawing/heading.ts';
import { drawFoot, drawHeading, FOOT, MARGIN } from '../drawing/heading.ts';
import { seconds, times } from '../../base/format-numbers.ts';
import type { Palette, Theme } from '../drawing/palette.ts';
import { PALETTES } from '../drawing/palette.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import { canvasOf, toCanvas } from '../../pictures/picture.ts';
import { LABEL, layoutSheets, type SheetLayout, SWATCH } from './layout.ts';
import { isBaseline, repeatsIn, type SheetCell, type Sheets } from './sheets.ts';

/** Between what two axes say of a sheet. */
const SHEET_LABELS_GAP = 18;

/** A picture's file, by its id. */
export type ReadPicture = (id: string) => Promise<Buffer>;

interface Drawing {
  readonly context: Context;
  readonly sheets: Sheets;
  readonly layout: SheetLayout;
  readonly palette: Palette;
  readonly medianOf: ReturnType<typeof repeatsIn>;
}

/** @param checked is given the size before anything is drawn, and throws where a format cannot hold it. */
export async function drawSheets(
  sheets: Sheets,
  theme: Theme,
  read: ReadPicture,
  checked: (width: number, height: number) => void,
): Promise<Canvas> {
  const layout = layoutSheets(sheets, titleOf(sheets), canvasOf(1, 1).getContext('2d'));
  checked(layout.width, layout.height);
  const canvas = canvasOf(layout.width, layout.height);
  const context = canvas.getContext('2d');
  const drawing = { context, sheets, layout, palette: PALETTES[theme], medianOf: repeatsIn(sheets) };
  context.fillStyle = drawing.palette.background;
  context.fillRect(0, 0, layout.width, layout.height);
  drawAround(drawing);
  const extent = extentOf(sheets.axes);
  for (const [z, top] of layout.sheets.entries()) {
    drawLabels(drawing, z, top);
    for (const [y, row] of layout.rows.entries()) {
      for (const [x, column] of layout.columns.entries()) {
        const cell = sheets.cells[indexOf(extent, x, y, z)]!;
        await drawCell(drawing, cell, column.at, top + row.at, column.size, read);
      }
    }
  }
  return canvas;
}

function titleOf({ axes, settings }: Sheets): string {
  const prompts = axes.find(({ kind }) => kind === 'prompt');
  return prompts ? `${prompts.labels.length} prompts` : settings.prompt || '(empty prompt)';
}

/** What no axis varies. */
function settingPills({ axes, settings, modelName }: Sheets): readonly Pill[] {
  const varied = new Set<string>(axes.map(({ kind }) => kind));
  return pillsOf({ settings, modelName: () => modelName })
    .filter(({ variesBy }) => !variesBy.some((kind) => varied.has(kind)))
    .map(({ line }) => line);
}

function drawAround({ context, sheets, layout, palette }: Drawing): void {
  const { headScale: scale, title } = layout;
  const width = layout.width / scale;
  const kinds = sheets.axes.map(({ kind }) => titleOfAxis(kind).toLowerCase());
  const subtitle = `every combination of ${listed(kinds, 'and')}`;
  const how = [
    ...(layout.enlarged > 1 ? [`Pictures: ${layout.enlarged} times their size, pixel by pixel.`] : []),
    `Seconds: whole generation. ${listed(['Speed-up', ...PROMINENT.map(({ title }) => title)], 'and')}: against the full run of the same settings.`,
    '†: the last calls are full.',
  ].join('  ');
  const stamp = `${PROGRAM.name} ${PROGRAM.version} · ${sheets.createdAt.slice(0, 10)}`;
  context.save();
  context.scale(scale, scale);
  drawHeading(context, { subtitle, title, pills: settingPills(sheets) }, width, palette);
  const foot = layout.height / scale - FOOT + 18;
  const legend = { x: MARGIN, y: foot - layout.legendHeight / scale, width: width - 2 * MARGIN };
  drawLegend(context, layout.legend, legend, palette, layout.notes);
  drawFoot(context, { how, stamp }, foot, width, palette);
  context.restore();
}

function drawLabels({ context, sheets, layout, palette }: Drawing, z: number, top: number): void {
  const { labelScale: scale, columns, rows, left, gutter, gap } = layout;
  const [across, down] = sheets.axes;
  const u = (design: number) => Math.round(design * scale);
  const right = columns.at(-1)!.at + columns.at(-1)!.size;
  const head = top + layout.sheetTitle;
  let at = left;
  for (const { axis, label } of sheetLabels(sheets.axes, z)) {
    at += write(context, `${titleOfAxis(axis.kind)} `, at, top + u(26), { size: 15 * scale, color: palette.dim });
    const style = { size: 15 * scale, weight: 700, color: palette.text, maxWidth: Math.max(0, right - at) } as const;
    at += write(context, label, at, top + u(26), style) + u(SHEET_LABELS_GAP);
  }
  const axisStyle = { size: 11 * scale, color: palette.dim, maxWidth: gutter - gap };
  if (down) {
    write(context, `${titleOfAxis(across!.kind)} →`, left, head + u(13), axisStyle);
    write(context, `${titleOfAxis(down.kind)} ↓`, left, head + u(28), axisStyle);
  }
  context.fillStyle = palette.line;
  const line = Math.max(1, u(1));
  const bottom = top + layout.sheetHeight - gap;
  for (const [x, { at, label }] of columns.entries()) {
    drawLabel(context, across!, x, label, at, head + u(13), scale, palette);
    context.fillStyle = palette.line;
    if (x > 0 || down) context.fillRect(at - Math.round(gap / 2), head, line, bottom - head);
  }
  for (const [y, { at, label }] of rows.entries()) {
    if (down) drawLabel(context, down, y, label, left, top + at + u(13), scale, palette);
    context.fillStyle = palette.line;
    context.fillRect(left, top + at - Math.round(gap / 2), right - left, line);
  }
}

/** A strategy has the mark of what it does: solid where all is computed, hatched where something is inherited. */
function drawLabel(
  context: Context,
  axis: LabelledAxis,
  index: number,
  lines: readonly string[],
  x: number,
  y: number,
  scale: number,
  palette: Palette,
): void {
  const marked = axis.kind === 'strategy';
  if (marked) {
    const box = { x, y: y - 10 * scale, width: 13 * scale, height: 11 * scale };
    if (axis.values[index] === null) solid(context, box, 3 * scale, palette);
    else hatched(context, box, 3 * scale, palette, 3 * scale);
  }
  const left = x + (marked ? SWATCH * scale : 0);
  const style = { size: LABEL.size * scale, weight: LABEL.weight, color: palette.text };
  lines.forEach((line, n) => write(context, line, left, y + n * LABEL.line * scale, style));
}

async function drawCell(
  drawing: Drawing,
  { settings, run, state }: SheetCell,
  x: number,
  y: number,
  room: number,
  read: ReadPicture,
): Promise<void> {
  const { context, layout, palette } = drawing;
  const { scale, enlarged } = layout;
  const [width, height] = [settings.width * enlarged, settings.height * enlarged];
  const left = x + Math.floor((room - width) / 2);
  if (!run) {
    panel(context, { x: left, y, width, height }, 8 * scale, palette, palette.raised);
    const style = { size: 12 * scale, color: palette.dim, align: 'center' } as const;
    write(context, WITHOUT_RUN[state ?? 'gone'], left + width / 2, y + height / 2, style);
    return;
  }
  // The nearest pixel, not Lanczos: a grid is evidence, and every pixel that was made is still there to be counted. What
  // smooths or sharpens would add differences between strategies that no run made.
  context.imageSmoothingEnabled = false;
  const picture = toCanvas(await decoder.pixels(await read(run.picture), `${run.picture.slice(0, 8)}.png`));
  context.drawImage(picture, left, y, width, height);
  const { medianOf } = drawing;
  drawNumbers({ context, palette, scale, legend: layout.legend, medianOf }, run, x, y + height, room);
}

const WITHOUT_RUN = {
  queued: 'not made yet',
  running: 'being made',
  done: 'in the trash',
  failed: 'failed',
  cancelled: 'cancelled',
  gone: 'not made',
} as const;

/** How numbers are drawn below a picture. */
export interface NumbersStyle {
  readonly context: Context;
  readonly palette: Palette;
  readonly scale: number;
  /** Of all doubts in the drawing. */
  readonly legend: Legend;
  /** Of a run's repeats in the drawing; null where it is alone. */
  readonly medianOf: (run: Run) => MedianSpeedup | null;
}

/** Below a picture: what its run took, and what it measures against its baseline. @param y the picture's lower edge. */
export function drawNumbers(
  { context, palette, scale, legend, medianOf }: NumbersStyle,
  run: Run,
  x: number,
  y: number,
  room: number,
): void {
  const strong = { size: 13 * scale, weight: 600, color: palette.text, maxWidth: room } as const;
  const plain = { size: 11 * scale, color: palette.dim } as const;
  const [first, second, third] = [y + 18 * scale, y + 34 * scale, y + 50 * scale];
  if (run.speedup === null) {
    write(context, seconds(run.seconds), x, first, strong);
    if (isBaseline(run)) write(context, 'baseline', x + room, first, { ...plain, align: 'right' });
    return;
  }
  const mark = ({ doubt }: MeasuredSpeedup, x: number, y: number, size: number) => {
    if (doubt) drawMark(context, legend, doubt, { x: x + 4 * scale, y, size }, palette);
  };
  mark(run, x + write(context, times(run.speedup), x, first, strong), first, 11 * scale);
  const median = medianOf(run);
  if (median) {
    const text = `median ${times(median.speedup)} of ${median.runs}`;
    mark(median, x + write(context, text, x, third, plain), third, 10 * scale);
  }
  write(context, seconds(run.seconds), x + room, first, { ...plain, align: 'right' });
  if (run.fidelity?.identical) {
    write(context, fidelityText(PRICE, run.fidelity, '–'), x, second, plain);
    return;
  }
  const [left, right] = PROMINENT.map((metric) => `${metric.title} ${fidelityText(metric, run.fidelity, '–')}`);
  if (left) write(context, left, x, second, plain);
  if (right) write(context, right, x + room, second, { ...plain, align: 'right' });
}
