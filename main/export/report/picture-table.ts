/** All pictures: a column for each variant, a row for each case. */
import { fidelityText } from '../../../native-models/metrics/fidelity.ts';
import { PROMINENT } from '../../../native-models/metrics/metrics.ts';
import { unitsInheriting } from '../../../native-models/strategy/describe.ts';
import type { Architecture, UnitId } from '../../../native-models/strategy/architecture.ts';
import type { Cell, Column, Comparison } from '../../compare/comparison.ts';
import { columnSpeedup, screenLabel } from '../../compare/comparison.ts';
import { glyphBlocks } from '../drawing/mask-glyph.ts';
import { seconds, times } from '../../base/format-numbers.ts';
import { stretches } from '../drawing/timeline.ts';
import { doubtMark, escape, middle, type Pictures, round } from './html.ts';

/** Small pictures are shown this large, at least. */
const MIN_SHOWN = 192;

/** The section with every picture, as HTML; a case that a variant was stopped before says so. */
export function pictureTable({ columns, cases, settings }: Comparison, pictures: Pictures): string {
  const shown = settings.width * Math.max(1, Math.ceil(MIN_SHOWN / settings.width));
  const side = `width="${shown}" height="${(shown * settings.height) / settings.width}"`;
  const heads = columns.map(
    (column) =>
      `<th scope="col"${column.variant.role === 'plain' ? ' class="rival"' : ''}>${columnHead(column, settings.architecture)}</th>`,
  );
  const rows = cases.map(({ prompt, seed }, i) => {
    const cells = columns.map(({ variant, cells }) => {
      const cell = cells[i];
      const { name, mode } = screenLabel(variant);
      const rival = variant.role === 'plain' ? ' class="rival"' : '';
      if (!cell) return `<td${rival}>not made</td>`;
      return `<td${rival}><img ${side} loading="lazy" src="${pictures(cell)}" alt="${escape(`${prompt}: ${name} ${mode}`)}">${timeline(cell)}
<p class="line"><b>${seconds(cell.row.seconds)}</b>${variant.role === 'baseline' ? '' : `<span><b>${times(cell.row.speedup)}</b>${doubtMark(cell.row.doubt)}</span>`}</p>
${variant.role === 'baseline' ? '' : `<p class="line">${PROMINENT.map((metric) => `<span>${metric.title} <b>${fidelityText(metric, cell.row.fidelity, '–')}</b></span>`).join('')}</p>`}</td>`;
    });
    return `<tr><th scope="row"><b>${escape(prompt || '(empty prompt)')}</b><br>seed ${seed}</th>${cells.join('')}</tr>`;
  });
  return `<section aria-labelledby="grid-title"><h2 id="grid-title">All pictures</h2>
<p class="legend"><span class="swatch solid"></span> computed <svg width="18" height="12" aria-hidden="true"><rect x="1" y="1" width="16" height="10" rx="2" fill="url(#hatch)" class="inherit"/></svg> inherits</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="grid-title"><table class="pictures"><thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function columnHead(column: Column, architecture: Architecture): string {
  const { variant, cells } = column;
  const { name, mode } = screenLabel(variant);
  const rival = variant.role === 'plain' ? '<br><small>no inheritance, same time</small>' : '';
  if (cells.length === 0) return `${escape(name)} ${escape(mode)}`;
  const number =
    variant.role === 'baseline'
      ? `<span class="big">${seconds(middle(column, 'seconds'))}</span> <small>per picture</small>`
      : `<span class="big">${times(middle(column, 'speedup'))}</span>${doubtMark(columnSpeedup(column)?.doubt)} <small>of an ideal ${times(middle(column, 'idealSpeedup'))}</small>`;
  return `<span class="name">${glyph(architecture, variant.strategy ? unitsInheriting(variant.strategy) : [])}<span>${escape(name)} <em>${escape(mode)}</em>${rival}</span></span>${number}`;
}

function glyph(architecture: Architecture, inherit: readonly UnitId[]): string {
  const cells = glyphBlocks(architecture, inherit, { x: 1, y: 1, width: 46, height: 34 }).map(({ box, computed }) => {
    const split = box.width * computed;
    const rect = (x: number, width: number, look: string) =>
      width > 0
        ? `<rect x="${round(x)}" y="${round(box.y)}" width="${round(width)}" height="${round(box.height)}" rx="1.5" ${look}/>`
        : '';
    return (
      rect(box.x, split, 'class="compute"') +
      rect(box.x + split, box.width - split, 'fill="url(#hatch)" class="inherit"')
    );
  });
  return `<svg class="glyph" width="48" height="36" viewBox="0 0 48 36" aria-hidden="true">${cells.join('')}</svg>`;
}

function timeline({ calls, row }: Cell): string {
  const pitch = 192 / calls.length;
  const bars = stretches(calls).map(({ step, from, length }) => {
    const place = `x="${round(from * pitch)}" width="${round(length * pitch - Math.min(1.5, pitch * 0.3))}"`;
    return step === 'full'
      ? `<rect ${place} y="0" height="11" rx="1" class="compute"/>`
      : `<rect ${place} y="4.5" height="6" rx="1" fill="url(#hatch)" class="inherit"/>`;
  });
  const label = `${row.fullCalls} of ${row.calls} calls full`;
  return `<svg class="timeline" viewBox="0 0 192 11" preserveAspectRatio="none" role="img" aria-label="${label}"><title>${label}</title>${bars.join('')}</svg>`;
}
