/**
 * A comparison as one page that needs nothing else: no server, no network, pictures and font inside. It works in both
 * themes, by keyboard, and without its script (which only moves the before/after slider).
 */
import { listed } from '../../../native-models/listed.ts';
import { PRICE, PROMINENT } from '../../../native-models/metrics/metrics.ts';
import { createHash } from 'node:crypto';
import { doubtInWords } from '../../../native-models/strategy/doubtful-speedup.ts';
import type { Cell, Comparison } from '../../compare/comparison.ts';
import { columnSpeedup, doubtsIn, screenLabel } from '../../compare/comparison.ts';
import { settingPills } from '../../compare/setting-pills.ts';
import { seconds, times } from '../../base/format-numbers.ts';
import { encodePng } from '../../pictures/picture.ts';
import { doubtMark, escape, fidelity, middle, type Pictures, WARNING } from './html.ts';
import { numberTable } from './number-table.ts';
import { pictureTable } from './picture-table.ts';
import { howToRead } from './reading.ts';
import { slider, SLIDER_SCRIPT } from './slider.ts';
import { styleSheet } from './style.ts';

/** The whole page as HTML. It is as large as its pictures: they lie in it as PNG in base64. */
export function comparisonPage(comparison: Comparison): string {
  const style = styleSheet();
  const pictures = dataUris(comparison);
  const title = titleOf(comparison);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; font-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(SLIDER_SCRIPT)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>${escape(title)} · Heirloom</title>
<style>${style}</style>
</head>
<body>
<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="1.6" height="4"/></pattern></defs></svg>
<header>
<p class="brand"><b>Heirloom</b> the same prompt and seed, full and inherited</p>
<h1>${escape(title)}</h1>
<ul class="pills">${pills(comparison)}</ul>
</header>
<main>
${headline(comparison)}
<div class="beside">
${slider(comparison, pictures)}
${howToRead(comparison)}
</div>
${pictureTable(comparison, pictures)}
${numberTable(comparison)}
${doubtList(comparison)}
${warningList(comparison)}
</main>
<footer><p>${escape(comparison.settings.program)} · ${escape(comparison.settings.created.slice(0, 10))}${comparison.interrupted ? ' · stopped before the end' : ''}</p></footer>
<script>${SLIDER_SCRIPT}</script>
</body>
</html>
`;
}

function titleOf({ cases }: Comparison): string {
  const prompts = [...new Set(cases.map(({ prompt }) => prompt))];
  return prompts.length === 1 ? prompts[0] || '(empty prompt)' : `${prompts.length} prompts, in full and inherited`;
}

function pills(comparison: Comparison): string {
  return settingPills(comparison)
    .map(([name, value]) => `<li>${escape(name)} <b>${escape(value)}</b></li>`)
    .join('');
}

/** What the marks beside speed-ups mean; nothing where there are none. */
function doubtList(comparison: Comparison): string {
  const doubts = [...doubtsIn(comparison)];
  if (doubts.length === 0) return '';
  const items = doubts.map((doubt) => `<li>${escape(doubtInWords(doubt))}</li>`).join('');
  return `<section aria-labelledby="doubts-title"><h2 id="doubts-title">${WARNING} Doubtful speed-ups</h2><ul>${items}</ul></section>`;
}

/** What the runs warned of, each once; nothing where they did not. */
function warningList({ columns }: Comparison): string {
  const warnings = new Set(columns.flatMap(({ cells }) => cells.flatMap(({ row }) => row.warnings)));
  if (warnings.size === 0) return '';
  const items = [...warnings].map((warning) => `<li>${escape(warning)}</li>`).join('');
  return `<section aria-label="Warnings"><h2>Warnings</h2><ul>${items}</ul></section>`;
}

/** The fastest strategy whose gain can be believed, or else the fastest, in one sentence that leaves out nothing bad. */
function headline(comparison: Comparison): string {
  const inherited = comparison.columns.filter(({ variant }) => variant.role === 'inheritance');
  const fastest = inherited.toSorted((a, b) => middle(b, 'speedup') - middle(a, 'speedup'));
  const best = fastest.find((column) => !columnSpeedup(column)?.doubt) ?? fastest[0];
  const baseline = comparison.columns[0];
  if (!best || !baseline) return '';
  const gained = columnSpeedup(best);
  const { name, mode } = screenLabel(best.variant);
  const rival = comparison.columns[comparison.columns.indexOf(best) + 1];
  const honest =
    rival?.variant.role === 'plain'
      ? ` Plain sampling with ${rival.variant.steps} steps takes as long (${seconds(middle(rival, 'seconds'))}) and comes to <b>${fidelity(rival, PRICE)}</b>.`
      : '';
  return `<section class="headline" aria-label="In short">
<p class="big">${times(middle(best, 'speedup'))}${doubtMark(gained?.doubt)}</p>
<p>measured with <b>${escape(name)} ${escape(mode)}</b>, of an ideal ${times(middle(best, 'idealSpeedup'))}${gained && gained.runs > 1 ? `, median of ${gained.runs} pictures` : ''}:
${seconds(middle(baseline, 'seconds'))} became ${seconds(middle(best, 'seconds'))} a picture.
The price: ${listed(
    PROMINENT.map((metric) => `${metric.title} <b>${fidelity(best, metric)}</b>`),
    'and',
  )} to the full picture.${honest}${gained?.doubt ? ` ${escape(doubtInWords(gained.doubt))}` : ''}</p>
</section>`;
}

function dataUris({ columns }: Comparison): Pictures {
  const uris = new Map<Cell, string>();
  for (const cell of columns.flatMap(({ cells }) => cells)) {
    uris.set(cell, `data:image/png;base64,${encodePng(cell.image).toString('base64')}`);
  }
  return (cell) => (cell ? (uris.get(cell) ?? '') : '');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
