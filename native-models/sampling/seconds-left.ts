import type { Plan } from '../strategy/plan.ts';
import type { CallTiming } from './generation.ts';

/** What the rest of the plan will take, from what the calls of each kind have taken so far. */
export function secondsLeft(plan: Plan, timings: readonly CallTiming[]): number {
  const full = meanSeconds(timings, 'full') ?? 0;
  const cost = { full, inherit: meanSeconds(timings, 'inherit') ?? full };
  return plan.calls.slice(timings.length).reduce((sum, { step }) => sum + cost[step], 0);
}

function meanSeconds(timings: readonly CallTiming[], step: CallTiming['step']): number | null {
  const seconds = timings.filter((timing) => timing.step === step).map((timing) => timing.seconds);
  return seconds.length === 0 ? null : seconds.reduce((sum, s) => sum + s, 0) / seconds.length;
}
