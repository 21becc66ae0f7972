/** How far several runs have come, and how long the rest will take by what the calls so far took. */
import { fullCallCount } from '../../native-models/strategy/describe.ts';
import type { CallTiming } from '../../native-models/sampling/generation.ts';
import type { StepKind } from '../../native-models/vocabulary.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';

/** Before any inherit call has been timed. */
const INHERIT_GUESS = 0.4;

interface ExpectedRun {
  /** Runs of one key have calls of the same cost. */
  readonly key: string;
  readonly full: number;
  readonly inherit: number;
}

interface Rate {
  calls: number;
  seconds: number;
}

export function expectedRun(key: string, strategy: Strategy | null, calls: number): ExpectedRun {
  const full = fullCallCount(strategy, calls);
  return { key, full, inherit: calls - full };
}

export class WorkMeter {
  #waiting: ExpectedRun[];
  #current: ExpectedRun | null = null;
  #currentCalls: Record<StepKind, number> = { full: 0, inherit: 0, skip: 0 };
  #spent = 0;
  readonly #rates = new Map<string, Rate>();

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
    for (const key of [`${this.#current?.key} ${step}`, `* ${step}`]) {
      const rate = this.#rates.get(key) ?? { calls: 0, seconds: 0 };
      this.#rates.set(key, { calls: rate.calls + 1, seconds: rate.seconds + seconds });
    }
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
    const anyFull = this.#mean('* full') ?? 0;
    const fullCall = this.#mean(`${key} full`) ?? anyFull;
    const inheritCall = this.#mean(`${key} inherit`) ?? this.#mean('* inherit') ?? anyFull * INHERIT_GUESS;
    return full * fullCall + inherit * inheritCall;
  }

  #mean(key: string): number | null {
    const rate = this.#rates.get(key);
    return rate ? rate.seconds / rate.calls : null;
  }
}
