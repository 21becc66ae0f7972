/** How long what a call leaves has to be kept: until the last call that reads it. */
import type { FeatureName } from './features.ts';
import type { Plan } from './plan.ts';
import type { Source } from './strategy.ts';

/** The last call that reads each thing that one call leaves; null where none does. */
export interface Lifetime {
  readonly features: ReadonlyMap<FeatureName, number>;
  /** Of its guidance term. */
  readonly guidance: number | null;
  /** Of its output, after guidance. */
  readonly output: number | null;
  /** Of its input: guards compare with it. */
  readonly input: number | null;
}

/** One lifetime for each call of the plan. */
export function lifetimesOf({ calls }: Pick<Plan, 'calls'>): readonly Lifetime[] {
  const lifetimes = calls.map(() => ({
    features: new Map<FeatureName, number>(),
    guidance: null as number | null,
    output: null as number | null,
    input: null as number | null,
  }));
  // In order of calls: the last to read is the last to write here.
  const read = (source: Source, what: 'guidance' | 'output' | 'input', by: number) => {
    for (const { call } of source) lifetimes[call]![what] = by;
  };
  for (const planned of calls) {
    if (planned.form === null) {
      read(planned.output, 'output', planned.call);
      continue;
    }
    if (planned.guidance !== 'computed') read(planned.guidance, 'guidance', planned.call);
    for (const { features, source } of planned.reads) {
      if (planned.otherwise) read(source, 'input', planned.call);
      for (const { call } of source) for (const name of features) lifetimes[call]!.features.set(name, planned.call);
    }
  }
  return lifetimes;
}

/**
 * The most that the features kept at one time take: while a call runs, what it reads and what later calls will; behind it, what it
 * left as well.
 * @param bytes of a feature that a call leaves; 0 for one that its graph does not have.
 */
export function peakFeatureBytes(
  plan: Pick<Plan, 'calls'>,
  bytes: (name: FeatureName, call: number) => number,
): number {
  const lifetimes = lifetimesOf(plan);
  const peaks = plan.calls.map(({ call: now }) =>
    lifetimes.slice(0, now + 1).reduce((sum, { features }, call) => {
      const kept = [...features].filter(([, last]) => last >= now);
      return sum + kept.reduce((total, [name]) => total + bytes(name, call), 0);
    }, 0),
  );
  return Math.max(0, ...peaks);
}
