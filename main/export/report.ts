/**
 * A comparison as one page that needs nothing else: no server, no network, pictures and font inside. It works in both
 * themes, by keyboard, and without its script (which only moves the before/after slider).
 */
import { createHash } from 'node:crypto';
import type { Architecture, UnitId } from '../../native-models/strategy/architecture.ts';
import type { Cell, Column, Comparison } from '../core/comparison.ts';
import { screenLabel } from '../core/comparison.ts';
import { median } from '../core/measurements.ts';
import { webFont } from './fonts.ts';
import { glyphCells } from './mask-glyph.ts';
import { decibels, seconds, similarity, times } from './numbers.ts';
import { PALETTES, type Palette } from './palette.ts';
import { encodePng } from './picture.ts';
import { SCHEDULER_NAMES } from './scheduler-names.ts';
import { stretches } from './timeline.ts';

/** Small pictures are shown this large, at least. */
const MIN_SHOWN = 192;

export async function comparisonPage(comparison: Comparison): Promise<string> {
  const style = styleSheet();
  const pictures = await dataUris(comparison);
  const title = titleOf(comparison);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; font-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'">
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
${grid(comparison, pictures)}
${numbers(comparison)}
</main>
<footer><p>${escape(comparison.settings.program)} · ${escape(comparison.settings.created.slice(0, 10))}${comparison.interrupted ? ' · stopped before the end' : ''}</p></footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function titleOf({ cases }: Comparison): string {
  const prompts = [...new Set(cases.map(({ prompt }) => prompt))];
  return prompts.length === 1 ? prompts[0] || '(empty prompt)' : `${prompts.length} prompts, in full and inherited`;
}

function pills({ settings, cases }: Comparison): string {
  const seeds = [...new Set(cases.map(({ seed }) => seed))];
  const facts: readonly (readonly [string, string])[] = [
    ['', settings.model],
    ['', `${settings.width}×${settings.height}`],
    [SCHEDULER_NAMES[settings.scheduler], `${settings.steps} steps`],
    ['guidance', String(settings.guidanceScale)],
    [seeds.length > 1 ? 'seeds' : 'seed', seeds.join(', ')],
    ['on', settings.device.toUpperCase()],
    ...(settings.negativePrompt ? [['without', settings.negativePrompt] as const] : []),
  ];
  return facts.map(([name, value]) => `<li>${escape(name)} <b>${escape(value)}</b></li>`).join('');
}

/** The fastest strategy, in one sentence that leaves out nothing bad. */
function headline(comparison: Comparison): string {
  const inherited = comparison.columns.filter(({ variant }) => variant.role === 'inheritance');
  const best = inherited.toSorted((a, b) => middle(b, 'speedup') - middle(a, 'speedup'))[0];
  const baseline = comparison.columns[0];
  if (!best || !baseline) return '';
  const { name, mode } = screenLabel(best.variant);
  const rival = comparison.columns[comparison.columns.indexOf(best) + 1];
  const honest =
    rival?.variant.role === 'plain'
      ? ` Plain sampling with ${rival.variant.steps} steps takes as long (${seconds(middle(rival, 'seconds'))}) and comes to <b>${fidelity(rival)}</b>.`
      : '';
  return `<section class="headline" aria-label="In short">
<p class="big">${times(middle(best, 'speedup'))}</p>
<p>measured with <b>${escape(name)} ${escape(mode)}</b>, of an ideal ${times(middle(best, 'idealSpeedup'))}:
${seconds(middle(baseline, 'seconds'))} became ${seconds(middle(best, 'seconds'))} a picture.
The price: PSNR <b>${fidelity(best)}</b> and SSIM <b>${similarity(known(best, 'ssim'))}</b> to the full picture.${honest}</p>
</section>`;
}

function slider({ columns, cases, settings }: Comparison, pictures: Pictures): string {
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
  const same = row.identical ? 'identical to the baseline' : `PSNR ${decibels(row.psnr)}, SSIM ${similarity(row.ssim)}`;
  return `${seconds(row.seconds)}, ${times(row.speedup)} (ideal ${times(row.idealSpeedup)}); ${same}`;
}

function grid({ columns, cases, settings }: Comparison, pictures: Pictures): string {
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
<p class="line"><b>${seconds(cell.row.seconds)}</b>${variant.role === 'baseline' ? '' : `<b>${times(cell.row.speedup)}</b>`}</p>
${variant.role === 'baseline' ? '' : `<p class="line"><span>PSNR <b>${decibels(cell.row.psnr, cell.row.identical)}</b></span><span>SSIM <b>${similarity(cell.row.ssim)}</b></span></p>`}</td>`;
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
      : `<span class="big">${times(middle(column, 'speedup'))}</span> <small>of an ideal ${times(middle(column, 'idealSpeedup'))}</small>`;
  return `<span class="name">${glyph(architecture, variant.strategy?.inherit ?? [])}<span>${escape(name)} <em>${escape(mode)}</em>${rival}</span></span>${number}`;
}

function glyph(architecture: Architecture, inherit: readonly UnitId[]): string {
  const cells = glyphCells(architecture, inherit, { x: 1, y: 1, width: 46, height: 34 }).map(({ box, computed }) => {
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

function numbers({ columns, settings }: Comparison): string {
  const rows = columns
    .filter(({ cells }) => cells.length > 0)
    .map((column) => {
      const { name, mode } = screenLabel(column.variant);
      const row = column.cells[0]!.row;
      const perCall = (key: 'secondsPerFullCall' | 'secondsPerInheritCall') => {
        const value = known(column, key);
        return value === null ? '–' : `${(1000 * value).toFixed(1)} ms`;
      };
      const baseline = column.variant.role === 'baseline';
      const numbers = [
        `${row.fullCalls} / ${row.calls}`,
        seconds(middle(column, 'seconds')),
        perCall('secondsPerFullCall'),
        perCall('secondsPerInheritCall'),
        `<b>${times(middle(column, 'speedup'))}</b>`,
        times(middle(column, 'unetSpeedup')),
        times(middle(column, 'idealSpeedup')),
        baseline ? '–' : fidelity(column),
        baseline ? '–' : similarity(known(column, 'ssim')),
        `${(row.peakMemoryBytes / 1e6).toFixed(0)} MB`,
      ];
      const rival = column.variant.role === 'plain';
      return `<tr${rival ? ' class="rival"' : ''}><th scope="row">${rival ? '<span class="indent">same time: </span>' : ''}${escape(name)} ${escape(mode)}</th>${numbers.map((text) => `<td>${text}</td>`).join('')}</tr>`;
    });
  const heads = [
    '',
    'Full / all calls',
    'Seconds',
    'Full call',
    'Inherit call',
    'Speed-up',
    'UNet alone',
    'Ideal',
    'PSNR',
    'SSIM',
    'Peak memory',
  ];
  const several = settings.repeats > 1 ? ` Each was made ${settings.repeats} times.` : '';
  return `<section aria-labelledby="numbers-title"><h2 id="numbers-title">Numbers</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="numbers-title"><table class="numbers"><caption>Medians over all pictures.${several}</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function howToRead({ columns }: Comparison): string {
  const rivals = columns.some(({ variant }) => variant.role === 'plain');
  return `<section aria-labelledby="reading-title" class="reading"><h2 id="reading-title">How to read this</h2>
<p>A diffusion model paints by calling its UNet many times. From one call to the next most of what the UNet's units compute hardly changes. So on <b>inherit calls</b> (teal, hatched) the units of a mask take over what they computed at the last <b>full call</b> (amber, solid), and only the rest is computed. Nothing is trained for it.</p>
<dl>
<dt>Strategy</dt><dd>The little U shows the UNet, down on the left and up on the right: amber is what an inherit call still computes. <b>P5†</b> means that of every five calls the first is full, and so are the last ten.</dd>
<dt>Speed-up</dt><dd>The baseline's seconds over these, by the clock, for the whole picture. The <b>ideal</b> counts only the UNet's multiplications; the rest of the work, and memory, keep the clock from reaching it.</dd>
<dt>PSNR and SSIM</dt><dd>How near the picture is to the baseline's of the same prompt and seed. More is nearer: above 40 dB the eye finds no difference, below 25 dB it is another picture of the same thing. They say nothing about which is the better picture.</dd>
${rivals ? '<dt>Plain, same time</dt><dd>Sampling without inheritance, with as many steps as take the time the strategy took. Inheritance is worth something where it comes nearer to the baseline than this.</dd>' : ''}
</dl></section>`;
}

type Pictures = (cell: Cell | undefined) => string;

async function dataUris({ columns }: Comparison): Promise<Pictures> {
  const uris = new Map<Cell, string>();
  for (const cell of columns.flatMap(({ cells }) => cells)) {
    uris.set(cell, `data:image/png;base64,${(await encodePng(cell.image)).toString('base64')}`);
  }
  return (cell) => (cell ? (uris.get(cell) ?? '') : '');
}

function middle({ cells }: Column, key: 'seconds' | 'speedup' | 'unetSpeedup' | 'idealSpeedup'): number {
  return median(cells.map(({ row }) => row[key]));
}

function known(
  { cells }: Column,
  key: 'psnr' | 'ssim' | 'secondsPerFullCall' | 'secondsPerInheritCall',
): number | null {
  const values = cells.map(({ row }) => row[key]).filter((value) => value !== null);
  return values.length > 0 ? median(values) : null;
}

function fidelity(column: Column): string {
  return decibels(
    known(column, 'psnr'),
    column.cells.every(({ row }) => row.identical),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const SCRIPT = `
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

function styleSheet(): string {
  const variables = (palette: Palette) =>
    Object.entries(palette)
      .map(([name, color]) => `--${name}:${color}`)
      .join(';');
  return `
@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,${webFont().toString('base64')}) format("woff2")}
:root{${variables(PALETTES.dark)}}
@media(prefers-color-scheme:light){:root{${variables(PALETTES.light)}}}
*{box-sizing:border-box}
body{margin:0;padding:28px;background:var(--background);color:var(--text);font:13px/1.5 Inter,system-ui,sans-serif}
header,main,footer{max-width:1680px;margin:0 auto}
h1{font-size:24px;font-weight:600;line-height:1.3;margin:4px 0 12px;overflow-wrap:anywhere}
h2{font-size:15px;font-weight:600;margin:0 0 12px}
section{margin:28px 0}
p{margin:0}
.brand,footer,small,caption,.legend,dt+dd{color:var(--dim)}
.brand b{color:var(--text);margin-right:6px}
.pills{display:flex;flex-wrap:wrap;gap:8px;padding:0;margin:0;list-style:none}
.pills li{border:1px solid var(--line);background:var(--raised);border-radius:8px;padding:3px 10px;color:var(--dim)}
.pills b{color:var(--text);font-weight:600}
.big{font-size:31px;font-weight:700;letter-spacing:-.5px;line-height:1.2;white-space:nowrap}
.headline{display:flex;flex-wrap:wrap;gap:8px 18px;align-items:center}
.headline .big{font-size:52px}
.headline p+p{max-width:620px}
.choices{display:flex;flex-wrap:wrap;gap:8px 20px;margin-bottom:12px;color:var(--dim)}
select{font:inherit;color:var(--text);background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:5px 8px;max-width:320px}
:focus-visible{outline:2px solid var(--compute);outline-offset:2px}
.split{--at:50%;position:relative;width:min(100%,448px);border-radius:10px;overflow:hidden;border:1px solid var(--line)}
.split.tall{width:min(100%,384px)}
.split img{display:block;width:100%}
#before-picture{position:absolute;inset:0;clip-path:inset(0 calc(100% - var(--at)) 0 0)}
.edge{position:absolute;top:0;bottom:0;left:calc(var(--at) - 1px);width:2px;background:#fff;box-shadow:0 0 0 1px #0006}
.split input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:ew-resize}
.split:focus-within{outline:2px solid var(--compute);outline-offset:2px}
.tag{position:absolute;bottom:8px;font-size:11px;background:#000b;color:#fff;border-radius:6px;padding:2px 7px;pointer-events:none}
.tag.left{left:8px}.tag.right{right:8px}
#after-numbers{margin-top:8px;font-weight:600}
.legend{margin-bottom:12px;display:flex;gap:6px;align-items:center}
.swatch{width:16px;height:10px;border-radius:2px;background:var(--compute)}
.legend svg{margin-left:12px}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;background:var(--panel)}
table{border-collapse:collapse}
.pictures{margin:6px}
.pictures td,.pictures th{padding:10px;vertical-align:top;text-align:left;font-weight:400}
.pictures thead th{vertical-align:bottom}
.pictures tbody th{width:150px;min-width:110px;color:var(--dim)}
.pictures tbody th b{color:var(--text);font-weight:500}
.pictures img{display:block;border-radius:8px}
.rival{background:var(--raised)}
.rival .big{color:var(--dim)}
.name{display:flex;gap:10px;align-items:center;font-weight:700;font-size:15px;line-height:1.25;margin-bottom:6px;min-height:40px}
.name em{font-style:normal;font-weight:500;color:var(--dim)}
.name small{font-weight:400;font-size:11px}
.glyph{flex:none}
.compute{fill:var(--compute)}
.inherit{stroke:var(--inherit);stroke-width:.8}
.hatch{fill:var(--inherit)}
.timeline{display:block;width:100%;height:11px;margin:9px 0 6px}
.line{display:flex;justify-content:space-between;gap:8px}
.line b{font-weight:600}
.line+.line{font-size:11px;color:var(--dim)}
.line+.line b{color:var(--text)}
.numbers{width:100%;font-variant-numeric:tabular-nums}
.numbers caption{caption-side:bottom;text-align:left;padding:10px 14px}
.numbers th,.numbers td{padding:7px 14px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
.numbers th[scope=row]{text-align:left;font-weight:600}
.numbers thead th{color:var(--dim);font-weight:500;font-size:11px}
.indent{color:var(--dim);font-weight:400;padding-left:14px}
.beside{display:grid;gap:0 48px}
@media(min-width:1080px){.beside{grid-template-columns:448px minmax(0,820px)}}
dt{font-weight:600;margin-top:12px}
dd{margin:2px 0 0}
`;
}
