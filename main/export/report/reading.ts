import { listed } from '../../../native-models/listed.ts';
import { METRICS } from '../../../native-models/metrics/metrics.ts';
import type { Comparison } from '../../compare/comparison.ts';

/** What the page's numbers and drawings mean. */
export function howToRead({ columns }: Comparison): string {
  const rivals = columns.some(({ variant }) => variant.role === 'plain');
  return `<section aria-labelledby="reading-title" class="reading"><h2 id="reading-title">How to read this</h2>
<p>A diffusion model paints by calling its UNet many times. From one call to the next most of what the UNet's units compute hardly changes. So on <b>inherit calls</b> (teal, hatched) the units of a mask take over what they computed at the last <b>full call</b> (amber, solid), and only the rest is computed. Nothing is trained for it.</p>
<dl>
<dt>Strategy</dt><dd>The little U shows the UNet, down on the left and up on the right: amber is what an inherit call still computes. <b>P5†</b> means that of every five calls the first is full, and so are the last ten.</dd>
<dt>Speed-up</dt><dd>The baseline's seconds over these, by the clock, for the whole picture. The <b>ideal</b> counts only the UNet's multiplications; the rest of the work, and memory, keep the clock from reaching it.</dd>
<dt>${listed(
    METRICS.map(({ title }) => title),
    'and',
  )}</dt><dd>How near the picture is to the baseline's of the same prompt and seed. ${METRICS.map(({ reading }) => reading).join(' ')} They say nothing about which is the better picture.</dd>
${rivals ? '<dt>Plain, same time</dt><dd>Sampling without inheritance, with as many steps as take the time the strategy took. Inheritance is worth something where it comes nearer to the baseline than this.</dd>' : ''}
</dl></section>`;
}
