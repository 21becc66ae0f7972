/** Before and after: the baseline's picture over a strategy's, with an edge to move. */
import { doubtInWords } from '../../../native-models/strategy/doubtful-speedup.ts';
import { fidelityText } from '../../../native-models/metrics/fidelity.ts';
import { PROMINENT } from '../../../native-models/metrics/metrics.ts';
import type { Cell, Column, Comparison } from '../../compare/comparison.ts';
import { screenLabel } from '../../compare/comparison.ts';
import { seconds, times } from '../../base/format-numbers.ts';
import { escape, type Pictures } from './html.ts';

/** The section with the slider, as HTML; empty where no strategy came to a picture beside the baseline's. */
export function slider({ columns, cases, settings }: Comparison, pictures: Pictures): string {
  const baseline = columns[0];
  const others = columns.slice(1).filter(({ cells }) => cells.length > 0);
  const first = others[0];
  if (!baseline?.cells[0] || !first?.cells[0]) return '';
  const option = (label: string, value: number) => `<option value="${value}">${escape(label)}</option>`;
  const label = ({ variant }: Column) => {
    const { name, mode } = screenLabel(variant);
    const rival = variant.role === 'plain' && variant.rivalOf ? ` (as long as ${variant.rivalOf.name})` : '';
    return `${name} ${mode}${rival}`;
  };
  const data = cases.map((_, i) => ({
    before: pictures(baseline.cells[i]),
    after: others.map(({ cells }) => pictures(cells[i])),
    numbers: others.map(({ cells }) => (cells[i] ? spoken(cells[i]) : 'not made')),
  }));
  const shape = settings.width >= settings.height ? 'wide' : 'tall';
  return `<section aria-labelledby="slider-title" class="sliding">
<h2 id="slider-title">Before and after</h2>
<div class="choices">
<label>Against the baseline <select id="after">${others.map((column, i) => option(label(column), i)).join('')}</select></label>
${cases.length > 1 ? `<label>Picture <select id="case">${cases.map(({ prompt, seed }, i) => option(`${prompt}, seed ${seed}`, i)).join('')}</select></label>` : ''}
</div>
<div class="split ${shape}" id="split">
<img id="after-picture" alt="by the strategy" src="${data[0]?.after[0] ?? ''}">
<img id="before-picture" alt="by the full UNet" src="${data[0]?.before ?? ''}">
<span class="edge"></span><span class="tag left">full UNet</span><span class="tag right" id="after-tag">${escape(label(first))}</span>
<input type="range" id="position" min="0" max="100" value="50" aria-label="How much of the full UNet's picture is shown, from the left">
</div>
<p id="after-numbers" aria-live="polite">${escape(data[0]?.numbers[0] ?? '')}</p>
<script type="application/json" id="slides">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
</section>`;
}

function spoken({ row }: Cell): string {
  const same = row.fidelity?.identical
    ? 'identical to the baseline'
    : PROMINENT.map((metric) => `${metric.title} ${fidelityText(metric, row.fidelity, '–')}`).join(', ');
  return `${seconds(row.seconds)}, ${times(row.speedup)} (ideal ${times(row.idealSpeedup)}); ${same}${row.doubt ? `. Doubtful: ${doubtInWords(row.doubt)}` : ''}`;
}

/** The page's only script: moves the edge, changes the pictures. */
export const SLIDER_SCRIPT = `
const $ = (id) => document.getElementById(id);
const slides = $('slides') && JSON.parse($('slides').textContent);
if (slides) {
  const place = () => $('split').style.setProperty('--at', $('position').value + '%');
  const show = () => {
    const slide = slides[$('case') ? $('case').value : 0];
    const after = $('after').value;
    $('before-picture').src = slide.before;
    $('after-picture').src = slide.after[after];
    $('after-numbers').textContent = slide.numbers[after];
    $('after-tag').textContent = $('after').selectedOptions[0].textContent;
  };
  $('position').addEventListener('input', place);
  for (const choice of [$('after'), $('case')]) if (choice) choice.addEventListener('change', show);
  place();
  show();
}
`;
