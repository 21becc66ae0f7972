/** A picture's settings in the format that AUTOMATIC1111's web UI started and most galleries read. */
import { modeText } from '../../native-models/strategy/describe.ts';
import type { SamplerId } from '../../native-models/vocabulary.ts';
import type { PictureRecord } from './picture-record.ts';
import { SCHEDULER_NAMES } from '../base/scheduler-names.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { formatSwitching } from '../../native-models/strategy/switching.ts';

/** A1111's own names, so that its "send to" finds the sampler. PLMS is its word for PNDM without Runge-Kutta steps. */
const A1111_SAMPLERS: Readonly<Record<SamplerId, string>> = { ...SCHEDULER_NAMES, pndm: 'PLMS' };

type Described = Pick<
  PictureRecord,
  'prompt' | 'negativePrompt' | 'steps' | 'scheduler' | 'guidanceScale' | 'seed' | 'width' | 'height' | 'program'
> & {
  readonly model: Pick<PictureRecord['model'], 'name'>;
  readonly strategy: Strategy | null;
  readonly initImage: { readonly strength: number } | null;
  readonly vaeTiling: boolean;
};

/** @param more fields of what it is a part of, before the version. */
export function parametersText(record: Described, more: readonly (readonly [string, string])[] = []): string {
  const { strategy, initImage } = record;
  const fields: readonly (readonly [string, string | number] | null)[] = [
    ['Steps', record.steps],
    ['Sampler', A1111_SAMPLERS[record.scheduler]],
    ['CFG scale', record.guidanceScale],
    ['Seed', record.seed],
    ['Size', `${record.width}x${record.height}`],
    ['Model', record.model.name],
    initImage && ['Denoising strength', initImage.strength],
    record.vaeTiling ? ['VAE tiling', 'on'] : null,
    strategy && ['Inheritance', strategy.name],
    strategy && ['Inheritance mode', modeText(strategy)],
    strategy && ['Inheritance semantics', strategy.semantics],
    strategy?.switching.length ? ['UNet switching', formatSwitching(strategy.switching)] : null,
    strategy?.precision === 'int8' ? ['UNet precision', strategy.precision] : null,
    ...more,
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

export interface ReadParameters {
  readonly settings: {
    readonly prompt: string;
    readonly negativePrompt: string;
    readonly steps?: number;
    readonly guidanceScale?: number;
    readonly seed?: number;
    readonly width?: number;
    readonly height?: number;
    readonly scheduler?: SamplerId;
  };
  /** Fields that mean nothing here, as they stand in the text. */
  readonly unread: readonly string[];
}

/** What A1111 calls our schedulers, in the spellings of its versions. */
const SCHEDULER_OF_A1111: Readonly<Record<string, SamplerId>> = {
  ...Object.fromEntries(Object.entries(A1111_SAMPLERS).map(([id, name]) => [name.toLowerCase(), id as SamplerId])),
  plms: 'pndm',
  'euler a': 'euler-ancestral',
  'dpm++ 2m': 'dpmpp-2m',
  'dpm++ 2m karras': 'dpmpp-2m-karras',
};

/** Reads the text that {@link parametersText}, A1111 and most others write. What is not there is left out. */
export function readParameters(text: string): ReadParameters {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => /^Steps: \d/.test(line));
  const head = (last < 0 ? lines : lines.slice(0, last)).join('\n');
  const [prompt = '', negativePrompt = ''] = head.split(/\n?Negative prompt: /);
  const fields = new Map(
    last < 0 ? [] : [...lines[last]!.matchAll(FIELD)].map(([, name, value]) => [name!.trim(), unquote(value!)]),
  );
  const take = (name: string): string | undefined => {
    const value = fields.get(name);
    fields.delete(name);
    return value;
  };
  const [width, height] = (take('Size') ?? '').split('x').map(Number);
  const numbers = { steps: take('Steps'), guidanceScale: take('CFG scale'), seed: take('Seed') };
  const scheduler = SCHEDULER_OF_A1111[(fields.get('Sampler') ?? '').toLowerCase()];
  if (scheduler) fields.delete('Sampler');
  return {
    settings: {
      prompt: prompt.trim(),
      negativePrompt: negativePrompt.trim(),
      ...Object.fromEntries(
        Object.entries(numbers)
          .filter(([, value]) => value !== undefined)
          .map(([key, value]) => [key, Number(value)]),
      ),
      ...(width && height ? { width, height } : {}),
      ...(scheduler ? { scheduler } : {}),
    },
    unread: [...fields].map(([name, value]) => `${name}: ${value}`),
  };
}

/** `Name: value` between commas; a value with a comma or a colon is a JSON string. */
const FIELD = /\s*([^:,]+):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)/g;

function unquote(value: string): string {
  return value.startsWith('"') ? String(JSON.parse(value)) : value.trim();
}
