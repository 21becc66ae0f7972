import type { Plan } from '../strategy/plan.ts';
import type { CallTiming } from './generation.ts';

/**
 * What the rest of the plan will take: each form as long as its calls have taken so far, one that had none yet as long as those that
 * computed the most.
 */
export function secondsLeft({ calls }: Pick<Plan, 'calls'>, timings: readonly CallTiming[]): number {
  const byForm = Map.groupBy(timings, ({ form }) => form);
  const means = new Map([...byForm].map(([form, of]) => [form, mean(of)] as const));
  const unknown = Math.max(0, ...means.values());
  return calls
    .slice(timings.length)
    .reduce((sum, { form }) => sum + (form === null ? 0 : (means.get(form) ?? unknown)), 0);
}

function mean(timings: readonly CallTiming[]): number {
  return timings.reduce((sum, { seconds }) => sum + seconds, 0) / timings.length;
}
