/** The comparison as one picture: baseline, strategies and their plain rivals, with what each saved and what that cost. */
import { listed } from '../../../native-models/listed.ts';
import { fidelityText } from '../../../native-models/metrics/fidelity.ts';
import { PRICE, PROMINENT } from '../../../native-models/metrics/metrics.ts';
import { inheritsNothing, unitsInheriting } from '../../../native-models/strategy/describe.ts';
import { basename } from 'node:path';
import type { Case, Column, Comparison } from '../../compare/comparison.ts';
import { columnSpeedup, doubtsIn, medianFidelity, screenLabel } from '../../compare/comparison.ts';
import { settingPills } from '../../compare/setting-pills.ts';
import { median } from '../../../native-models/median.ts';
import { isInt8Alone } from '../../../native-models/strategy/precision.ts';
import { PRESETS } from '../../../native-models/strategy/presets.ts';
import { drawLegend, drawMark, legendHeight, legendOf } from '../drawing/doubts.ts';
import { panel, wrap, write } from '../drawing/drawing.ts';
import { drawCell, type Sheet } from './draw-cell.ts';
import type { Group } from './layout.ts';
import {
  CASE_LABEL_WIDTH,
  CELL_FOOTER,
  COLUMN_GAP,
  COLUMN_HEADER,
  DENSITY,
  GAP,
  layoutGrid,
  PADDING,
} from './layout.ts';
import { drawFoot, drawHeading, FOOT, headingHeight, MARGIN, wrapTitle } from '../drawing/heading.ts';
import { drawMask } from '../drawing/mask-glyph.ts';
import { seconds, times } from '../../base/format-numbers.ts';
import type { Palette, Theme } from '../drawing/palette.ts';
import { PALETTES } from '../drawing/palette.ts';
import { canvasOf, pngOf } from '../../pictures/picture.ts';

/** More seeds would fill the heading. */
const MOST_SEEDS = 4;

/**
 * The grid of a comparison as a PNG, two pixels for each design pixel.
 * @throws where it is larger than can be drawn: see `pagesOf`.
 */
export function drawGrid(comparison: Comparison, theme: Theme = 'dark'): Buffer {
  const palette: Palette = PALETTES[theme];
  // The height of title and legend depends on the width, the width on nothing but the columns.
  const { width } = layoutGrid(comparison, 0, 0);
  const title = wrapTitle(titleOf(comparison), width);
  const legend = legendOf(doubtsIn(comparison));
  const layout = layoutGrid(comparison, headingHeight(title), FOOT + legendHeight(legend, width - 2 * MARGIN));

  const canvas = canvasOf(layout.width * DENSITY, layout.height * DENSITY);
  const context = canvas.getContext('2d');
  context.scale(DENSITY, DENSITY);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, layout.width, layout.height);

  const sheet: Sheet = { context, comparison, palette, layout, legend };
  const heading = {
    subtitle: 'the same prompt and seed, full and inherited',
    title,
    pills: settingPills(comparison, MOST_SEEDS),
  };
  drawHeading(context, heading, layout.width, palette);
  for (const { y, groups } of layout.lines) {
    if (layout.gutter > 0) drawCaseLabels(sheet, y);
    for (const group of groups) drawGroup(sheet, group, y);
  }
  drawFooter(sheet);
  return pngOf(canvas);
}

function titleOf({ cases }: Comparison): string {
  const prompts = new Set(cases.map(({ prompt }) => prompt));
  return prompts.size === 1
    ? (cases[0]?.prompt ?? '') || '(empty prompt)'
    : `${prompts.size} prompts, each made by the full UNet and by feature inheritance`;
}

function drawCaseLabels({ context, comparison, palette, layout }: Sheet, top: number): void {
  const style = { size: 13, weight: 500, color: palette.text } as const;
  comparison.cases.forEach(({ prompt, seed }, i) => {
    const y = top + COLUMN_HEADER + i * (layout.picture.height + CELL_FOOTER);
    const lines = wrap(context, prompt || '(empty prompt)', CASE_LABEL_WIDTH - 16, 7, style);
    lines.forEach((line, n) => write(context, line, MARGIN, y + 14 + n * 18, style));
    write(context, `seed ${seed}`, MARGIN, y + 14 + lines.length * 18 + 3, { size: 11, color: palette.dim });
  });
}

function drawGroup(sheet: Sheet, group: Group, y: number): void {
  const { context, palette, layout } = sheet;
  panel(context, { x: group.x, y, width: group.width, height: layout.cardHeight }, 12, palette);
  const columnWidth = (group.width - 2 * PADDING - (group.columns.length - 1) * COLUMN_GAP) / group.columns.length;
  group.columns.forEach((column, i) => {
    const x = group.x + PADDING + i * (columnWidth + COLUMN_GAP);
    if (i > 0) {
      context.fillStyle = palette.line;
      context.fillRect(x - COLUMN_GAP / 2, y + PADDING, 1, layout.cardHeight - 2 * PADDING);
    }
    drawColumnHeader(sheet, column, x, y, columnWidth);
    sheet.comparison.cases.forEach((_: Case, row) => {
      const top = y + COLUMN_HEADER + row * (layout.picture.height + CELL_FOOTER);
      drawCell(sheet, column.cells[row] ?? null, x, top, columnWidth);
    });
  });
}

function drawColumnHeader(sheet: Sheet, column: Column, x: number, y: number, width: number): void {
  const { context, palette, comparison } = sheet;
  const { variant, cells } = column;
  const glyph = { x, y: y + PADDING, width: 46, height: 34 };
  const { architecture } = comparison.settings;
  drawMask(context, architecture, variant.strategy ? unitsInheriting(variant.strategy) : [], glyph, palette);

  const { name, mode } = screenLabel(variant);
  const left = x + glyph.width + 11;
  const room = width - glyph.width - 11;
  const bold = { size: 15, weight: 700, color: palette.text } as const;
  const nameWidth = write(context, name, left, y + 28, { ...bold, maxWidth: room });
  write(context, mode, left + nameWidth + 6, y + 28, {
    size: 15,
    weight: 500,
    color: palette.dim,
    maxWidth: Math.max(0, room - nameWidth - 6),
  });
  const small = { size: 11, color: palette.dim } as const;
  const lines = wrap(context, subtitleOf(column), room, 2, small);
  lines.forEach((line, i) => write(context, line, left, y + 44 + i * 13, small));

  if (cells.length > 0) drawHeadline(sheet, column, x, y + 88, width);
}

/** The one number that matters, and beside it what is possible and what it costs. */
function drawHeadline(sheet: Sheet, column: Column, x: number, y: number, width: number): void {
  const { variant, cells } = column;
  const { context, palette, comparison, legend } = sheet;
  const over = (key: 'seconds' | 'idealSpeedup') => median(cells.map(({ row }) => row[key]));
  const gained = columnSpeedup(column);
  const number = write(context, gained ? times(gained.speedup) : seconds(over('seconds')), x, y, {
    size: 31,
    weight: 700,
    color: variant.role === 'plain' ? palette.dim : palette.text,
    spacing: -0.5,
  });
  const at = { x: x + number + 5, y, size: 14 };
  const big = gained?.doubt ? number + 5 + drawMark(context, legend, gained.doubt, at, palette) : number;
  const left = x + big + 9;
  const style = { size: 11, color: palette.dim, maxWidth: width - big - 9 } as const;
  // The mark takes the room of two words.
  const ideal = `${gained?.doubt ? 'ideal' : 'of an ideal'} ${times(over('idealSpeedup'))}`;
  if (!gained) {
    write(context, 'per picture', left, y - 1, style);
  } else if (comparison.cases.length === 1) {
    write(context, ideal, left, y - 1, style);
  } else {
    write(context, ideal, left, y - 14, style);
    const price = fidelityText(PRICE, medianFidelity(column), '–');
    write(context, price, left, y, { ...style, weight: 600, color: palette.text });
  }
}

function subtitleOf({ variant }: Column): string {
  if (variant.role === 'baseline') return 'every call in full';
  if (variant.role === 'plain') return 'no inheritance, same time';
  if (isInt8Alone(variant.strategy)) return 'every call in full, in 8 bits';
  if (inheritsNothing(variant.strategy)) {
    return variant.strategy.switching.map(({ unet, calls }) => `${basename(unet)} ${calls}`).join(', then ');
  }
  return (
    PRESETS.find(({ id }) => id === variant.strategy.name)?.title ??
    `${unitsInheriting(variant.strategy).length} units inherit`
  );
}

function drawFooter({ context, comparison, palette, layout, legend }: Sheet): void {
  const { settings } = comparison;
  const how = [
    `Seconds: whole generation, models warm${settings.repeats > 1 ? `, median of ${settings.repeats}` : ''}.`,
    ...(comparison.cases.length > 1 ? [`Large: medians of ${comparison.cases.length} pictures.`] : []),
    'Ideal: by the UNet’s multiplications alone.',
    `${listed(
      PROMINENT.map(({ title }) => title),
      'and',
    )}: against the baseline’s picture.`,
    '†: the last calls are full.',
    ...(comparison.interrupted ? ['Stopped before the end.'] : []),
  ].join('  ');
  const stamp = `${settings.program} · ${settings.created.slice(0, 10)}`;
  const foot = layout.height - FOOT + GAP + 4;
  const width = layout.width - 2 * MARGIN;
  drawLegend(context, legend, { x: MARGIN, y: foot - legendHeight(legend, width), width }, palette);
  drawFoot(context, { how, stamp }, foot, layout.width, palette);
}
