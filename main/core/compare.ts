/**
 * The same prompts and seeds by the full UNet and by each strategy, timed fairly: the baseline first, every variant
 * warmed up before the clock starts, repeats in rounds over all variants so that a machine that slows down slows all.
 */
import type { GenerationResult, StepKind } from '../../native-models/sampling/generation.ts';
import { explicitMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Case, Cell, Column, Comparison, Variant } from './comparison.ts';
import { labelOf, rowOf } from './comparison.ts';
import { plainStepsFor } from './equal-time.ts';
import type { MadePicture } from './make-picture.ts';
import { finishPicture, runOnce } from './make-picture.ts';
import type { Measurements } from './measurements.ts';
import { measure, medianOf } from './measurements.ts';
import type { OpenedModel } from './opened-model.ts';
import { PROGRAM } from './places.ts';
import type { Watch } from './run-event.ts';
import { callsOf, type Settings } from './settings.ts';
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

/** Enough calls to run each kind of step that a plan has, twice. */
const WARM_UP_CALLS = 4;

interface Trial {
  readonly variant: Variant;
  readonly results: GenerationResult[];
  readonly times: Measurements[][];
  readonly paths: string[];
}

export async function compare(
  model: OpenedModel,
  job: CompareJob,
  watch: Watch,
  signal: AbortSignal,
): Promise<Comparison> {
  const run = new ComparisonRun(model, job, watch, signal);
  let interrupted = false;
  try {
    await run.all();
  } catch (error) {
    if (!signal.aborted) throw error;
    interrupted = true;
  }
  return run.outcome(interrupted);
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
    this.#baseline = trialOf({ role: 'baseline', steps, strategy: null });
    this.#strategies = job.strategies.map((strategy) => trialOf({ role: 'inheritance', steps, strategy }));
    // Where a strategy saves no step's time, the baseline is its own rival.
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
      const rival = trialOf({ role: 'plain', steps, strategy: null, rivalOf: null });
      this.#plain.set(steps, rival);
      rivals.push(rival);
    }
    this.#meter.add(this.#expected(rivals));
    await this.#rounds(rivals);
  }

  /** How many plain steps take as long as the strategy took. */
  #rivalSteps(trial: Trial): number {
    const { steps } = this.#baseline.variant;
    return plainStepsFor(this.#overall(this.#baseline), steps, this.#overall(trial).seconds);
  }

  async #rounds(trials: readonly Trial[]): Promise<void> {
    for (let round = 0; round < this.#job.repeats; round += 1) {
      for (const trial of trials) {
        await this.#warmUp(trial.variant);
        for (const index of this.#job.cases.keys()) await this.#runCase(trial, index);
      }
    }
  }

  /** Few calls, the first full and the rest inheriting: whatever the mode, every session of the plan runs. */
  async #warmUp(variant: Variant): Promise<void> {
    const settings = this.#settingsOf(variant, this.#job.cases[0]?.prompt ?? '');
    const brief = variant.strategy && {
      ...variant.strategy,
      mode: explicitMode([0]),
      switching: [...new Set(variant.strategy.switching.map(({ unet }) => unet))].map((unet) => ({
        unet,
        calls: WARM_UP_CALLS,
      })),
    };
    const segments = Math.max(1, brief?.switching.length ?? 0);
    const calls = WARM_UP_CALLS * segments;
    const short = { ...settings, strategy: brief, steps: calls, initImage: null };
    await runOnce(this.#model, short, 0, () => {}, this.#signal);
  }

  async #runCase(trial: Trial, index: number): Promise<void> {
    const { variant, results, times, paths } = trial;
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
    (times[index] ??= []).push(measure(result));
    if (results[index]) return;
    this.#warn(variant, result.warnings);
    const picture = await finishPicture(this.#model, settings, seed, result);
    const path = await this.#job.save(picture, variant);
    results[index] = result;
    paths[index] = path;
    this.#watch({ kind: 'saved', path });
  }

  #warn(variant: Variant, warnings: readonly string[]): void {
    for (const message of warnings) {
      const full = `${nameOf(variant)}: ${message}`;
      if (!this.#warned.has(full)) this.#watch({ kind: 'warning', message: full });
      this.#warned.add(full);
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

  /** A trial in one set of numbers: the median over its cases. */
  #overall(trial: Trial): Measurements {
    return medianOf(trial.times.map(medianOf));
  }

  outcome(interrupted: boolean): Comparison {
    const { settings, cases, repeats } = this.#job;
    const { pipeline, device } = this.#model;
    return {
      settings: {
        model: pipeline.model.name,
        architecture: pipeline.model.architecture,
        width: settings.width,
        height: settings.height,
        steps: settings.steps,
        guidanceScale: settings.guidanceScale,
        scheduler: settings.scheduler,
        negativePrompt: settings.negativePrompt,
        device,
        repeats,
        program: `${PROGRAM.name} ${PROGRAM.version}`,
        created: new Date().toISOString(),
      },
      cases,
      columns: [
        this.#columnOf(this.#baseline),
        ...this.#strategies.flatMap((trial) => [this.#columnOf(trial), this.#rivalColumn(trial)]),
      ].filter((column) => column !== null),
      interrupted,
    };
  }

  #columnOf(trial: Trial, variant: Variant = trial.variant): Column | null {
    return trial.results.length === 0 ? null : { variant, cells: this.#cellsOf(trial, variant) };
  }

  #rivalColumn(strategy: Trial): Column | null {
    const complete = strategy.times.length === this.#job.cases.length;
    if (!this.#job.equalTime || !complete || strategy.variant.role !== 'inheritance') return null;
    const rival = this.#plain.get(this.#rivalSteps(strategy));
    const { steps } = rival?.variant ?? this.#baseline.variant;
    return rival
      ? this.#columnOf(rival, { role: 'plain', steps, strategy: null, rivalOf: strategy.variant.strategy })
      : null;
  }

  #cellsOf({ results, times, paths }: Trial, variant: Variant): readonly Cell[] {
    const { settings, cases } = this.#job;
    return results.map((result, index): Cell => {
      const image = result.images[0]!;
      const row = rowOf({
        variant,
        case: cases[index]!,
        scheduler: settings.scheduler,
        image: paths[index]!,
        measured: medianOf(times[index]!),
        picture: image,
        warnings: result.warnings,
        baseline: {
          measured: medianOf(this.#baseline.times[index]!),
          picture: this.#baseline.results[index]!.images[0]!,
        },
      });
      return { row, image, calls: result.timings.map(({ step }): StepKind => step) };
    });
  }
}

function trialOf(variant: Variant): Trial {
  return { variant, results: [], times: [], paths: [] };
}

function nameOf(variant: Variant): string {
  if (variant.role === 'baseline') return 'baseline';
  return variant.role === 'plain' ? `plain, ${variant.steps} steps` : labelOf(variant.strategy);
}
