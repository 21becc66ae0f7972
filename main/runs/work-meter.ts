/** How far several runs have come, and how long the rest will take by what the calls so far took. */
import { fullCallCount } from '../../native-models/strategy/describe.ts';
import { expectedSeconds, type Rates, USUAL_SHARE } from '../../native-models/expected-seconds.ts';
import type { CallTiming } from '../../native-models/sampling/generation.ts';
import type { StepKind } from '../../native-models/vocabulary.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';

/** Stands for runs of every key. */
const ANY = '*';

interface ExpectedRun {
  /** Runs of one key have calls of the same cost. */
  readonly key: string;
  readonly full: number;
  readonly inherit: number;
}

/** How many calls of each kind a run makes; a call that is skipped counts as one that inherits. */
export function expectedRun(key: string, strategy: Strategy | null, calls: number): ExpectedRun {
  const full = fullCallCount(strategy, calls);
  return { key, full, inherit: calls - full };
}

/** Runs in their order: `start` one, then `call` for each of its calls. */
export class WorkMeter {
  #waiting: ExpectedRun[];
  #current: ExpectedRun | null = null;
  #currentCalls: Record<StepKind, number> = { full: 0, inherit: 0, skip: 0 };
  #spent = 0;
  readonly #rates = new RunningRates();

  constructor(runs: readonly ExpectedRun[]) {
    this.#waiting = [...runs];
  }

  /** More work than was known at first. */
  add(runs: readonly ExpectedRun[]): void {
    this.#waiting.push(...runs);
  }

  /** The next run is one of that key. */
  start(key: string): void {
    const at = this.#waiting.findIndex((run) => run.key === key);
    this.#current = at < 0 ? null : (this.#waiting.splice(at, 1)[0] ?? null);
    this.#currentCalls = { full: 0, inherit: 0, skip: 0 };
  }

  call({ step, seconds }: CallTiming): void {
    this.#spent += seconds;
    this.#currentCalls[step] += 1;
    for (const key of [this.#current?.key ?? '', ANY]) this.#rates.add(key, step, seconds);
  }

  /** null until a call has been timed. */
  get secondsLeft(): number | null {
    if (this.#spent === 0) return null;
    const waiting = this.#waiting.reduce((sum, run) => sum + this.#cost(run.key, run.full, run.inherit), 0);
    if (!this.#current) return waiting;
    const { key, full, inherit } = this.#current;
    const rest = (planned: number, step: StepKind) => Math.max(0, planned - this.#currentCalls[step]);
    return waiting + this.#cost(key, rest(full, 'full'), rest(inherit, 'inherit'));
  }

  get done(): number {
    const left = this.secondsLeft;
    return left === null ? 0 : this.#spent / (this.#spent + left);
  }

  #cost(key: string, full: number, inherit: number): number {
    const rates = [this.#rates.of(key), this.#rates.of(ANY)];
    const anyFull = rates[1]!.get('full') ?? 0;
    return expectedSeconds(
      [['full', full] as const, ['inherit', inherit] as const],
      rates,
      (step) => anyFull * USUAL_SHARE[step],
    );
  }
}

/** Mean seconds of calls, by key and kind, as they come in. */
class RunningRates {
  readonly #sums = new Map<string, Map<StepKind, { calls: number; seconds: number }>>();

  add(key: string, step: StepKind, seconds: number): void {
    const sums = this.#sums.get(key) ?? new Map<StepKind, { calls: number; seconds: number }>();
    const sum = sums.get(step) ?? { calls: 0, seconds: 0 };
    this.#sums.set(key, sums.set(step, { calls: sum.calls + 1, seconds: sum.seconds + seconds }));
  }

  of(key: string): Rates<StepKind> {
    return new Map(
      [...(this.#sums.get(key) ?? [])].map(([step, { calls, seconds }]) => [step, seconds / calls] as const),
    );
  }
}
