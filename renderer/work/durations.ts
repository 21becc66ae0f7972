/** How long a queued run will take, from what this machine took for others. */
import { callsOf } from '../../native-models/calls.ts';
import { expectedSeconds, type Rates, ratesOf, USUAL_SHARE } from '../../native-models/expected-seconds.ts';
import { fullCallCount, unitsInheriting } from '../../native-models/strategy/describe.ts';
import type { StepKind } from '../../native-models/vocabulary.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import { canonical, paceOf } from '../../preload/settings/identity.ts';
import { median } from '../../native-models/median.ts';

/** Seconds for a run with these settings; null while nothing like it was ever measured here. */
export type Durations = (settings: RunSettings) => number | null;

/** What runs under the same conditions took. */
interface Pace {
  /** Of a full call. */
  readonly full: number;
  readonly rates: Rates<StepKind>;
  /** Text, latents to pixels: everything that is not a call. */
  readonly around: number;
}

/** As many as tell a machine's pace; older ones may be of another. */
const SAMPLES = 8;

interface Told {
  readonly run: Run;
  readonly conditions: string;
  readonly mask: string | null;
}

/** @param runs on record, the latest first. */
export function durationsFrom(runs: readonly Run[]): Durations {
  const told = runs.map((run): Told => ({ run, conditions: conditionsOf(run.settings), mask: maskOf(run.settings) }));
  const known = new Map<string, Pace | null>();
  return (settings) => {
    const conditions = conditionsOf(settings);
    const alike = told.filter((each) => each.conditions === conditions);
    if (!known.has(conditions)) known.set(conditions, paceOfRuns(alike.map(({ run }) => run)));
    const pace = known.get(conditions) ?? null;
    return pace && secondsOf(settings, pace, ratesOfMask(alike, maskOf(settings)));
  };
}

function secondsOf(settings: RunSettings, { full, rates, around }: Pace, ofMask: Rates<StepKind>): number {
  const calls = callsOf(settings.steps, settings.scheduler, settings.initImage?.strength);
  const fullCalls = fullCallCount(settings.strategy, calls);
  const made = [['full', fullCalls] as const, ['inherit', calls - fullCalls] as const];
  return around + expectedSeconds<StepKind>(made, [ofMask, rates], (step) => full * USUAL_SHARE[step]);
}

function paceOfRuns(runs: readonly Run[]): Pace | null {
  const latest = runs.slice(0, SAMPLES);
  const rates = callRates(latest);
  const full = rates.get('full');
  if (full === undefined) return null;
  const around = latest.map(({ seconds, timings }) => seconds - timings.reduce((sum, { seconds }) => sum + seconds, 0));
  return { full, rates, around: Math.max(0, median(around)) };
}

/** What an inherit step of exactly this mask took, whatever the mode. */
function ratesOfMask(told: readonly Told[], mask: string | null): Rates<StepKind> {
  if (mask === null) return new Map();
  const same = told.filter((each) => each.mask === mask).map(({ run }) => run);
  return new Map([...callRates(same.slice(0, SAMPLES))].filter(([step]) => step === 'inherit'));
}

function maskOf({ strategy }: RunSettings): string | null {
  return strategy && canonical([unitsInheriting(strategy), strategy.semantics]);
}

function callRates(runs: readonly Run[]): Rates<StepKind> {
  return ratesOf(
    runs.flatMap(({ timings }) => timings),
    ({ step }) => step,
    median,
  );
}

/** What a call's time depends on, but for the mask. */
function conditionsOf(settings: RunSettings): string {
  return paceOf(settings, ['call']);
}
