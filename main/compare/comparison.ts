/** A comparison as data: what was compared, and what came out. Grids, reports and `results.json` are drawn from it. */
import { modeText } from '../../native-models/strategy/describe.ts';
import type { RgbImage } from '../../native-models/image.ts';
import type { FloatType, Precision, SamplerId, StepKind } from '../../native-models/vocabulary.ts';
import { type Fidelity, measureFidelity } from '../../native-models/metrics/fidelity.ts';
import { METRICS } from '../../native-models/metrics/metrics.ts';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import { columnLabel, labelOf } from '../../native-models/strategy/naming.ts';
import { doubtOf, type SpeedupDoubt } from '../../native-models/strategy/doubtful-speedup.ts';
import { type MedianSpeedup, medianSpeedup } from '../../native-models/strategy/median-speedup.ts';
import { DEFAULT_PRECISION } from '../../native-models/strategy/precision.ts';
import { speedupEvidence, type TimedRun } from '../../native-models/strategy/speedup-evidence.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { median } from '../../native-models/median.ts';
import type { Measurements } from '../runs/measurements.ts';
import type { Settings } from '../runs/settings.ts';

/** Every variant makes each case once: the same prompt and seed for all. */
export interface Case {
  readonly prompt: string;
  readonly seed: number;
}

export type Variant =
  /** Every call full: what the others are measured against. */
  | { readonly role: 'baseline'; readonly steps: number; readonly strategy: null }
  | { readonly role: 'inheritance'; readonly steps: number; readonly strategy: Strategy }
  /** Plain sampling with as many steps as take the time of `rivalOf`: the honest rival of its speed-up. */
  | { readonly role: 'plain'; readonly steps: number; readonly strategy: null; readonly rivalOf: Strategy | null };

/** A row of a comparison. Times are medians over the repeats. */
export interface ResultRow extends Measurements {
  readonly image: string;
  readonly prompt: string;
  readonly seed: number;
  readonly role: Variant['role'];
  readonly strategy: string;
  readonly mode: string | null;
  readonly semantics: string | null;
  readonly precision: Precision;
  /** For plain sampling: the strategy and mode whose time it was given. */
  readonly rivalOf: string | null;
  readonly scheduler: SamplerId;
  readonly steps: number;
  /** The baseline's `seconds` (whole generation, from the prompt to the last pixel) over these. */
  readonly speedup: number;
  /** The baseline's `unetSeconds` over these. */
  readonly unetSpeedup: number;
  /** Why `speedup` should not be taken at its word; null where nothing speaks against it. */
  readonly doubt: SpeedupDoubt | null;
  /** Against the baseline's picture of the same case; null for the baseline itself. */
  readonly fidelity: Fidelity | null;
  readonly warnings: readonly string[];
}

interface RowSource {
  readonly variant: Variant;
  readonly case: Case;
  readonly scheduler: SamplerId;
  readonly image: string;
  readonly picture: RgbImage;
  readonly measured: Measurements;
  /** Of the first repeat. */
  readonly timings: TimedRun['timings'];
  readonly warnings: readonly string[];
  readonly baseline: Pick<RowSource, 'picture' | 'measured' | 'timings'>;
}

/** One picture in numbers, beside the baseline's of the same case. */
export function rowOf(source: RowSource): ResultRow {
  const { variant, measured, baseline, picture } = source;
  const isBaseline = variant.role === 'baseline';
  // Fewer plain calls save MACs too, which the engine, knowing only its own run, does not count.
  const idealSpeedup = variant.role === 'plain' ? baseline.measured.calls / measured.calls : measured.idealSpeedup;
  const timed = ({ measured, timings }: RowSource['baseline']) => ({ ...measured, timings });
  const evidence = { ...timed(source), strategy: variant.strategy, idealSpeedup };
  return {
    image: source.image,
    prompt: source.case.prompt,
    seed: source.case.seed,
    role: variant.role,
    strategy: variant.strategy?.name ?? (variant.role === 'plain' ? `plain ${variant.steps} steps` : 'none'),
    mode: variant.strategy && modeText(variant.strategy),
    semantics: variant.strategy?.semantics ?? null,
    precision: variant.strategy?.precision ?? DEFAULT_PRECISION,
    rivalOf: variant.role === 'plain' && variant.rivalOf ? labelOf(variant.rivalOf) : null,
    scheduler: source.scheduler,
    steps: variant.steps,
    ...measured,
    speedup: baseline.measured.seconds / measured.seconds,
    unetSpeedup: baseline.measured.unetSeconds / measured.unetSeconds,
    idealSpeedup,
    doubt: isBaseline ? null : doubtOf(speedupEvidence(evidence, timed(baseline))),
    fidelity: isBaseline ? null : measureFidelity(picture, baseline.picture),
    warnings: source.warnings,
  };
}

export interface Cell {
  readonly row: ResultRow;
  readonly image: RgbImage;
  /** What each call was. */
  readonly calls: readonly StepKind[];
}

export interface Column {
  readonly variant: Variant;
  /** One per case, in order; shorter where the comparison was stopped. */
  readonly cells: readonly Cell[];
}

/** Of all cells together: the median of each metric over the cells that differ from their baselines; null for no cells. */
export function medianFidelity({ cells }: Column): Fidelity | null {
  const measured = cells.flatMap(({ row: { fidelity } }) => (fidelity ? [fidelity] : []));
  if (measured.length === 0) return null;
  const medians = METRICS.flatMap(({ id }) => {
    const values = measured.flatMap(({ values: { [id]: value } }) => (value === undefined ? [] : [value]));
    return values.length === 0 ? [] : [[id, median(values)] as const];
  });
  return { identical: measured.every(({ identical }) => identical), values: Object.fromEntries(medians) };
}

/** The speed-up of a column: of how many cells, and what speaks against it; null for the baseline, and for no cells. */
export function columnSpeedup({ variant, cells }: Column): MedianSpeedup | null {
  return variant.role === 'baseline' ? null : medianSpeedup(cells.map(({ row }) => row));
}

/** What speaks against the speed-ups of a comparison: of cells, and of columns. */
export function doubtsIn({ columns }: Comparison): ReadonlySet<SpeedupDoubt> {
  const all = columns.flatMap((column) => [columnSpeedup(column)?.doubt, ...column.cells.map(({ row }) => row.doubt)]);
  return new Set(all.flatMap((doubt) => doubt ?? []));
}

/** What all variants share, of the baseline's steps. */
export interface ComparisonSettings extends Omit<Settings, 'prompt' | 'strategy' | 'initImage'> {
  readonly model: string;
  readonly architecture: Architecture;
  readonly device: string;
  readonly devicePrecision: FloatType;
  readonly repeats: number;
  readonly program: string;
  readonly created: string;
}

export interface Comparison {
  readonly settings: ComparisonSettings;
  readonly cases: readonly Case[];
  /** The baseline first; a plain rival right after its strategy. */
  readonly columns: readonly Column[];
  /** Stopped before all of it was made. */
  readonly interrupted: boolean;
}

/** Over a column of pictures, in two parts: `CO6`, `P5†`. */
export function screenLabel({ role, steps, strategy }: Variant): { readonly name: string; readonly mode: string } {
  if (role === 'inheritance') return columnLabel(strategy, steps);
  return { name: role === 'baseline' ? 'Baseline' : 'Plain', mode: `${steps} steps` };
}
