/** How long a queued run will take, from what this machine took for others. */
import { fullCallCount, unitsInheriting } from '../../native-models/strategy/describe.ts';
import { callsOf } from './calls.ts';
import { median } from './measured-speedup.ts';
import { DEFAULT_PRECISION } from '../../native-models/strategy/precision.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';

/** Seconds for a run with these settings; null while nothing like it was ever measured here. */
export type Durations = (settings: RunSettings) => number | null;

interface Rates {
  readonly full: number;
  /** null while only full calls were measured. */
  readonly inherit: number | null;
  /** Text, latents to pixels: everything that is not a call. */
  readonly around: number;
}

/** Where a strategy was never measured: an inherit step of the paper's presets costs about so much of a full one. */
const USUAL_INHERIT_SHARE = 0.4;
/** As many as tell a machine's pace; older ones may be of another. */
const SAMPLES = 8;

export function durationsFrom(runs: readonly Run[]): Durations {
  const known = new Map<string, Rates | null>();
  return (settings) => {
    const key = conditionsOf(settings);
    if (!known.has(key)) known.set(key, ratesOf(runs.filter((run) => conditionsOf(run.settings) === key)));
    const rates = known.get(key) ?? null;
    return rates && secondsOf(settings, rates, inheritRate(runs, settings));
  };
}

function secondsOf(settings: RunSettings, rates: Rates, measuredInherit: number | null): number {
  const calls = callsOf(settings.steps, settings.scheduler, settings.initImage?.strength);
  const { strategy } = settings;
  const full = fullCallCount(strategy, calls);
  const inherit = measuredInherit ?? rates.inherit ?? rates.full * USUAL_INHERIT_SHARE;
  return rates.around + full * rates.full + (calls - full) * inherit;
}

function ratesOf(runs: readonly Run[]): Rates | null {
  const latest = runs.slice(0, SAMPLES);
  const full = callSeconds(latest, 'full');
  if (full === null) return null;
  const around = latest.map(({ seconds, timings }) => seconds - timings.reduce((sum, { seconds }) => sum + seconds, 0));
  return { full, inherit: callSeconds(latest, 'inherit'), around: Math.max(0, median(around)) };
}

/** Of exactly this mask, whatever the mode. */
function inheritRate(runs: readonly Run[], settings: RunSettings): number | null {
  const { strategy } = settings;
  if (!strategy) return null;
  const mask = JSON.stringify([unitsInheriting(strategy), strategy.semantics]);
  const same = runs.filter(
    (run) =>
      run.settings.strategy &&
      JSON.stringify([unitsInheriting(run.settings.strategy), run.settings.strategy.semantics]) === mask &&
      conditionsOf(run.settings) === conditionsOf(settings),
  );
  return callSeconds(same.slice(0, SAMPLES), 'inherit');
}

function callSeconds(runs: readonly Run[], step: 'full' | 'inherit'): number | null {
  const seconds = runs.flatMap(({ timings }) => timings.filter((timing) => timing.step === step));
  return seconds.length === 0 ? null : median(seconds.map((timing) => timing.seconds));
}

/** What a call's time depends on; at guidance 1 each call is half the work. */
function conditionsOf({ strategy, ...settings }: RunSettings): string {
  const { modelId, device, devicePrecision, width, height, guidanceScale } = settings;
  const precision = strategy?.precision ?? DEFAULT_PRECISION;
  return JSON.stringify([modelId, device, devicePrecision, width, height, guidanceScale > 1, precision]);
}
