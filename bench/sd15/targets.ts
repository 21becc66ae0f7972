/** What issue 4 wants to be reached, in ratios of what was measured; estimates from single calls stand apart. */
import type { Semantics } from '../../native-models/vocabulary.ts';
import type { PresetId } from '../../native-models/strategy/presets.ts';
import { PRESETS } from '../../native-models/strategy/presets.ts';
import { fullCallsOf, parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { macShareOf } from './mac-share.ts';
import type { Measured, Results } from './results.ts';
import { COMPARED } from './rows.ts';

export interface Target {
  readonly what: string;
  readonly limit: number;
  readonly better: 'less' | 'more';
  readonly unit: 'x' | 'GiB' | 's' | '';
  /** null: not measured yet. */
  readonly measured: number | null;
  /** From medians of single calls, where the whole was not measured. */
  readonly estimate?: number | null;
  readonly note?: string;
}

export type Find = (block: string, row: string) => Measured | null;

export const finder =
  ({ measured }: Results): Find =>
  (block, row) =>
    measured.find((each) => each.block === block && each.row === row) ?? null;

const CALLS = 50;
const GIB = 2 ** 30;
/** What an inherit call may cost above its share of the MACs. */
const ABOVE_SHARE = 0.04;

export function targetsOf(find: Find): readonly Target[] {
  const generation = (row: string, block = COMPARED) => find(`generations/${block}`, row)?.value.median ?? null;
  const memory = (row: string) => find(`memory/${row}`, row)?.value.median ?? null;
  const call = (contender: string) => find('calls/512', contender)?.value.median ?? null;
  const speedUp = (preset: PresetId, mode: string, semantics: Semantics) => ({
    measured: ratio(generation('ours'), generation(`${preset} ${mode} ${semantics}`)),
    estimate: estimatedSpeedUp(inheritRatio(find, preset, semantics), mode),
  });
  const besideDeepCache = (computed: string, branch: number) => ({
    measured: ratio(generation(`${computed} P5 boundary`), generation(`DeepCache branch ${branch} P5`)),
    estimate: ratio(
      wholeOf(find, 'ours', `${computed} boundary`, 'P5'),
      wholeOf(find, 'diffusers', `DeepCache branch ${branch}`, 'P5'),
    ),
  });
  return [
    { what: 'inherit call / full call, every preset, residual: most above c', ...worstAboveShare(find) },
    atLeast('50 calls, CO6 P5+, against our own baseline', 1.75, speedUp('CO6', 'P5+', 'residual')),
    atLeast('50 calls, CO3 boundary P5+', 1.75, speedUp('CO3', 'P5+', 'boundary')),
    atLeast('50 calls, CO6 P5', 2.2, speedUp('CO6', 'P5', 'residual')),
    atMost('our 50 calls / diffusers on PyTorch CPU', 1, 'x', {
      measured: ratio(generation('ours'), generation('diffusers')),
      estimate: ratio(call('ours'), call('diffusers')),
    }),
    atMost('our 50 calls / stable-diffusion.cpp', 0.7, 'x', {
      measured: ratio(generation('ours'), generation('sd.cpp', 'stable-diffusion.cpp')),
      estimate: ratio(call('ours'), call('sd.cpp')),
    }),
    atMost(
      'CO3 boundary P5 / DeepCache branch 2 (up3 like CO3, and dn0), interval 5',
      1,
      'x',
      besideDeepCache('CO3', 2),
    ),
    atMost('up3.2 boundary P5 / DeepCache branch 0 (the same unit), interval 5', 1, 'x', besideDeepCache('up3.2', 0)),
    atMost(
      'CO3 boundary P5 (6 units) / DeepCache branch 0 (one layer, up3.2), interval 5',
      1,
      'x',
      besideDeepCache('CO3', 0),
    ),
    atMost('PSS with full and inherit plan / full plan alone', 1.15, 'x', {
      measured: ratio(memory('full and inherit plan'), memory('full plan')),
    }),
    atMost('peak PSS, everything, f32', 7, 'GiB', { measured: ratio(memory('generation ours'), GIB) }),
    atMost("peak PSS, everything, 'small'", 5.5, 'GiB', { measured: ratio(memory('generation ours small'), GIB) }),
    atMost('second start, to the first denoiser call', 3, 's', {
      measured: find('start/second start', 'ours')?.value.median ?? null,
    }),
  ];
}

/** null: not measured. */
export function isMet({ measured, limit, better }: Target): boolean | null {
  if (measured === null) return null;
  return better === 'less' ? measured <= limit : measured >= limit;
}

/** Of the inherit call to the full calls measured in the same turns. */
export function inheritRatio(find: Find, preset: PresetId, semantics: Semantics): number | null {
  const { inherit, full } = presetCalls(find, preset, semantics);
  return ratio(inherit?.value.median ?? null, full?.value.median ?? null);
}

export function presetCalls(find: Find, preset: PresetId, semantics: Semantics) {
  const index = PRESETS.findIndex(({ id }) => id === preset);
  for (let first = index; first >= 0; first--) {
    for (let last = index; last < PRESETS.length; last++) {
      const block = `presets/${semantics} ${PRESETS[first]!.id}-${PRESETS[last]!.id}`;
      const inherit = find(block, `${preset} ${semantics}`);
      if (inherit) return { inherit, full: find(block, 'ours') };
    }
  }
  return { inherit: null, full: null };
}

function worstAboveShare(find: Find): Omit<Target, 'what'> {
  const above = PRESETS.flatMap(({ id }) => {
    const measured = inheritRatio(find, id, 'residual');
    return measured === null ? [] : [{ id, above: measured - macShareOf(id, 'residual') }];
  }).toSorted((a, b) => b.above - a.above);
  const within = above.filter(({ above }) => above <= ABOVE_SHARE).length;
  // One that is above decides; that none is can only be said of all.
  const decided = within < above.length || above.length === PRESETS.length;
  return {
    limit: ABOVE_SHARE,
    better: 'less',
    unit: '',
    measured: decided ? (above[0]?.above ?? null) : null,
    note: above.length === 0 ? '' : `${above[0]!.id}; ${within} of ${above.length} measured are within`,
  };
}

/** Of 50 calls by single calls' times; what is beside the UNet is left out. */
function estimatedSpeedUp(inheritRatio: number | null, mode: string): number | null {
  if (inheritRatio === null) return null;
  const full = fullCallsOf(parseMode(mode), CALLS).length;
  return CALLS / (full + (CALLS - full) * inheritRatio);
}

function wholeOf(find: Find, fullRow: string, inheritRow: string, mode: string): number | null {
  const [full, inherit] = [fullRow, inheritRow].map((row) => find('deepcache/calls', row)?.value.median);
  if (full === undefined || inherit === undefined) return null;
  const fullCalls = fullCallsOf(parseMode(mode), CALLS).length;
  return fullCalls * full + (CALLS - fullCalls) * inherit;
}

function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a / b;
}

type Found = Pick<Target, 'measured' | 'estimate'>;
const atLeast = (what: string, limit: number, found: Found): Target => ({
  what,
  limit,
  better: 'more',
  unit: 'x',
  ...found,
});
const atMost = (what: string, limit: number, unit: Target['unit'], found: Found): Target => ({
  what,
  limit,
  better: 'less',
  unit,
  ...found,
});
