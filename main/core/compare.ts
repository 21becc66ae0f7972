/**
 * The same prompts and seeds by the full UNet and by each strategy, timed fairly: the baseline first, every variant
 * warmed up before the clock starts, repeats in rounds over all variants so that a machine that slows down slows all.
 */
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Case, Column, Comparison, Variant } from './comparison.ts';
import { labelOf } from './comparison.ts';
import { plainStepsFor } from './equal-time.ts';
import type { MadePicture } from './make-picture.ts';
import { finishPicture, runOnce } from './make-picture.ts';
import type { OpenedModel } from './opened-model.ts';
import { PROGRAM } from './places.ts';
import type { Watch } from './run-event.ts';
import { callsOf, type Settings } from './settings.ts';
import { Trial } from './trial.ts';
import { warmUpSettings } from './warm-up.ts';
import { expectedRun, WorkMeter } from './work-meter.ts';

export interface CompareJob {
  /** Of the baseline; prompt and strategy are replaced. */
  readonly settings: Settings;
  readonly cases: readonly Case[];
  readonly strategies: readonly Strategy[];
  /** Adds plain sampling with as many steps as take the same time. */
  readonly equalTime: boolean;
  readonly repeats: number;
  /** Keeps a picture; gives its path. */
  readonly save: (picture: MadePicture, variant: Variant) => Promise<string>;
}

export async function compare(
  model: OpenedModel,
  job: CompareJob,
  watch: Watch,
  signal: AbortSignal,
): Promise<Comparison> {
  const run = new ComparisonRun(model, job, watch, signal);
  try {
    await run.all();
    return run.outcome(false);
  } catch (error) {
    if (!signal.aborted) throw error;
    return run.outcome(true);
  }
}

class ComparisonRun {
  readonly #model: OpenedModel;
  readonly #job: CompareJob;
  readonly #watch: Watch;
  readonly #signal: AbortSignal;
  readonly #baseline: Trial;
  readonly #strategies: readonly Trial[];
  /** Plain runs by their number of steps: strategies that take about the same time share their rival. */
  readonly #plain: Map<number, Trial>;
  readonly #meter: WorkMeter;
  readonly #warned = new Set<string>();

  constructor(model: OpenedModel, job: CompareJob, watch: Watch, signal: AbortSignal) {
    this.#model = model;
    this.#job = job;
    this.#watch = watch;
    this.#signal = signal;
    const { steps } = job.settings;
    this.#baseline = new Trial({ role: 'baseline', steps, strategy: null });
    this.#strategies = job.strategies.map((strategy) => new Trial({ role: 'inheritance', steps, strategy }));
    // Where a strategy saves not even a step's time, the baseline is its own rival.
    this.#plain = new Map([[steps, this.#baseline]]);
    this.#meter = new WorkMeter(this.#expected([this.#baseline, ...this.#strategies]));
  }

  async all(): Promise<void> {
    await this.#rounds([this.#baseline, ...this.#strategies]);
    if (!this.#job.equalTime) return;
    const rivals: Trial[] = [];
    for (const strategy of this.#strategies) {
      const steps = this.#rivalSteps(strategy);
      if (this.#plain.has(steps)) continue;
      const rival = new Trial({ role: 'plain', steps, strategy: null, rivalOf: null });
      this.#plain.set(steps, rival);
      rivals.push(rival);
    }
    this.#meter.add(this.#expected(rivals));
    await this.#rounds(rivals);
  }

  outcome(interrupted: boolean): Comparison {
    const { settings, cases, repeats } = this.#job;
    const { pipeline, device } = this.#model;
    const { width, height, steps, guidanceScale, scheduler, negativePrompt } = settings;
    const columns = [
      this.#columnOf(this.#baseline),
      ...this.#strategies.flatMap((trial) => [this.#columnOf(trial), this.#rivalColumn(trial)]),
    ];
    return {
      settings: {
        model: pipeline.model.name,
        architecture: pipeline.model.architecture,
        width,
        height,
        steps,
        guidanceScale,
        scheduler,
        negativePrompt,
        device,
        repeats,
        program: `${PROGRAM.name} ${PROGRAM.version}`,
        created: new Date().toISOString(),
      },
      cases,
      columns: columns.filter((column) => column !== null),
      interrupted,
    };
  }

  async #rounds(trials: readonly Trial[]): Promise<void> {
    for (let round = 0; round < this.#job.repeats; round += 1) {
      for (const trial of trials) {
        const warmUp = warmUpSettings(this.#settingsOf(trial.variant, this.#job.cases[0]?.prompt ?? ''));
        await runOnce(this.#model, warmUp, 0, () => {}, this.#signal);
        for (const index of this.#job.cases.keys()) await this.#runCase(trial, index);
      }
    }
  }

  async #runCase(trial: Trial, index: number): Promise<void> {
    const { variant } = trial;
    const { prompt, seed } = this.#job.cases[index]!;
    const settings = this.#settingsOf(variant, prompt);
    const label = `${nameOf(variant)}, ${index + 1} of ${this.#job.cases.length}`;
    const report = () => {
      this.#watch({ kind: 'progress', label, done: this.#meter.done, secondsLeft: this.#meter.secondsLeft });
    };
    this.#meter.startNext();
    report();
    const result = await runOnce(
      this.#model,
      settings,
      seed,
      (timing) => {
        this.#meter.call(timing);
        report();
      },
      this.#signal,
    );
    this.#warn(variant, result.warnings);
    await trial.record(index, result, async () => {
      const picture = finishPicture(this.#model, settings, seed, result);
      const path = await this.#job.save(picture, variant);
      this.#watch({ kind: 'saved', path });
      return path;
    });
  }

  /** Each warning once, however often the same thing is run. */
  #warn(variant: Variant, warnings: readonly string[]): void {
    for (const message of warnings.map((warning) => `${nameOf(variant)}: ${warning}`)) {
      if (!this.#warned.has(message)) this.#watch({ kind: 'warning', message });
      this.#warned.add(message);
    }
  }

  #settingsOf({ steps, strategy }: Variant, prompt: string): Settings {
    return { ...this.#job.settings, prompt, steps, strategy };
  }

  #expected(trials: readonly Trial[]) {
    const { settings, cases, repeats } = this.#job;
    const round = trials.flatMap(({ variant: { steps, strategy } }) =>
      cases.map(() => expectedRun(strategy ? labelOf(strategy) : 'full', strategy, callsOf({ ...settings, steps }))),
    );
    return Array.from({ length: repeats }, () => round).flat();
  }

  /** How many plain steps take as long as the strategy took. */
  #rivalSteps(strategy: Trial): number {
    return plainStepsFor(this.#baseline.overall, this.#baseline.variant.steps, strategy.overall.seconds);
  }

  #columnOf(trial: Trial, variant?: Variant): Column | null {
    return trial.columnBeside(this.#baseline, this.#job.cases, this.#job.settings.scheduler, variant);
  }

  #rivalColumn(strategy: Trial): Column | null {
    const complete = strategy.cases === this.#job.cases.length;
    if (!this.#job.equalTime || !complete || strategy.variant.role !== 'inheritance') return null;
    const steps = this.#rivalSteps(strategy);
    const rival = this.#plain.get(steps);
    const variant = { role: 'plain', steps, strategy: null, rivalOf: strategy.variant.strategy } as const;
    return rival ? this.#columnOf(rival, variant) : null;
  }
}

function nameOf(variant: Variant): string {
  if (variant.role === 'baseline') return 'baseline';
  return variant.role === 'plain' ? `plain, ${variant.steps} steps` : labelOf(variant.strategy);
}
