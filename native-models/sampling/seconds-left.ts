import { expectedSeconds, ratesOf } from '../expected-seconds.ts';
import type { Plan } from '../strategy/plan.ts';
import type { CallTiming } from './generation.ts';

/**
 * What the rest of the plan will take: each form as long as its calls have taken so far, one that had none yet as long as those that
 * computed the most.
 */
export function secondsLeft({ calls }: Pick<Plan, 'calls'>, timings: readonly CallTiming[]): number {
  const rates = ratesOf(timings, ({ form }) => form);
  const longest = Math.max(0, ...rates.values());
  const rest = calls.slice(timings.length).flatMap(({ form }) => (form === null ? [] : [[form, 1] as const]));
  return expectedSeconds(rest, [rates], () => longest);
}
