/** A plan as rows keep it: every list of features once, however many calls read it. */
import type { FeatureName } from './features.ts';
import type { Plan, PlannedCall, Read } from './plan.ts';

type StoredRead = Omit<Read, 'features'> & { /** Index into `features`. */ readonly features: number };
type Stored<C> = C extends { readonly reads: unknown }
  ? Omit<C, 'reads'> & { readonly reads: readonly StoredRead[] }
  : C;

interface StoredPlan extends Omit<Plan, 'calls'> {
  readonly features: readonly (readonly FeatureName[])[];
  readonly calls: readonly Stored<PlannedCall>[];
}

/** JSON of a plan, some 80 bytes a call. */
export function packPlan(plan: Plan): string {
  const indices = new Map<string, number>();
  const lists: (readonly FeatureName[])[] = [];
  const indexOf = (features: readonly FeatureName[]): number => {
    const key = features.join();
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, lists.length);
    return lists.push(features) - 1;
  };
  const calls = plan.calls.map((call): Stored<PlannedCall> =>
    call.form === null
      ? call
      : { ...call, reads: call.reads.map(({ features, source }) => ({ features: indexOf(features), source })) },
  );
  return JSON.stringify({ ...plan, features: lists, calls } satisfies StoredPlan);
}

/** @param json what {@link packPlan} wrote: a row of our own. */
export function unpackPlan(json: string): Plan {
  const { features: lists, calls, ...plan } = JSON.parse(json) as StoredPlan;
  return {
    ...plan,
    calls: calls.map((call): PlannedCall =>
      call.form === null
        ? call
        : { ...call, reads: call.reads.map(({ features, source }) => ({ features: lists[features]!, source })) },
    ),
  };
}
