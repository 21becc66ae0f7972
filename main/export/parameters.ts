/** A picture's settings in the format that AUTOMATIC1111's web UI started and most galleries read. */
import type { SamplerId } from '../../native-models/sampling/sampler.ts';
import type { PictureRecord } from '../core/record.ts';
import { SCHEDULER_NAMES } from './scheduler-names.ts';
import { formatMode } from '../../native-models/strategy/sampling-mode.ts';
import { formatSwitching } from '../../native-models/strategy/switching.ts';

/** A1111's own names, so that its "send to" finds the sampler. PLMS is its word for PNDM without Runge-Kutta steps. */
const A1111_SAMPLERS: Readonly<Record<SamplerId, string>> = { ...SCHEDULER_NAMES, pndm: 'PLMS' };

export function parametersText(record: PictureRecord): string {
  const { strategy, initImage } = record;
  const fields: readonly (readonly [string, string | number] | null)[] = [
    ['Steps', record.steps],
    ['Sampler', A1111_SAMPLERS[record.scheduler]],
    ['CFG scale', record.guidanceScale],
    ['Seed', record.seed],
    ['Size', `${record.width}x${record.height}`],
    ['Model', record.model.name],
    initImage && ['Denoising strength', initImage.strength],
    strategy && ['Inheritance', strategy.name],
    strategy && ['Inheritance mode', formatMode(strategy.mode)],
    strategy && ['Inheritance semantics', strategy.semantics],
    strategy?.switching.length ? ['UNet switching', formatSwitching(strategy.switching)] : null,
    ['Version', `${record.program.name} ${record.program.version}`],
  ];
  return [
    record.prompt,
    ...(record.negativePrompt ? [`Negative prompt: ${record.negativePrompt}`] : []),
    fields
      .filter((field) => field !== null)
      .map(([name, value]) => `${name}: ${quote(String(value))}`)
      .join(', '),
  ].join('\n');
}

/** A1111 splits the last line at commas and colons; a value that has one is written as a JSON string. */
function quote(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
