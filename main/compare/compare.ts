/**
 * The same prompts and seeds by the full UNet and by each strategy, timed fairly: every variant warmed up before the clock
 * starts, then case by case, the baseline first, in rounds, so that a machine that slows down slows all.
 */
import { callsOf } from '../../native-models/calls.ts';
import { labelOf } from '../../native-models/strategy/naming.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { cellsOf, type ExperimentCell } from '../../preload/experiment/experiment.ts';
import { without } from '../../preload/settings/settings.ts';
import type { Case, Column, Comparison, Variant } from './comparison.ts';
import { plainStepsFor } from '../../native-models/equal-time.ts';
import type { MadePicture } from '../runs/make-picture.ts';
import { finishPicture, runOnce } from '../runs/make-picture.ts';
import type { OpenedModel } from '../models/opened-model.ts';
import { PROGRAM } from '../base/places.ts';
import { tileInWords, type Watch } from '../runs/run-event.ts';
import type { Settings } from '../runs/settings.ts';
import { Contender } from './contender.ts';
import { warmUpSettings } from './warm-up.ts';
import { expectedRun, WorkMeter } from '../runs/work-meter.ts';

/** Of one picture. */
type CellSettings = Settings & { readonly seed: number };

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

/**
 * Makes the baseline, every strategy and their rivals, and measures them.
 * @param watch is told of progress, warnings and saved pictures.
 * @param signal stops between calls: what is finished is compared as far as it goes, and marked as interrupted.
 *
 * @throws what the engine throws for settings that it cannot run.
 */
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
  readonly #baseline: Contender;
  readonly #strategies: readonly Contender[];
  /** Plain sampling in the same time, for each strategy; strategies that take about the same time share one. */
  readonly #rivals = new Map<Contender, Contender>();
  readonly #meter: WorkMeter;
  readonly #warned = new Set<string>();

  constructor(model: OpenedModel, job: CompareJob, watch: Watch, signal: AbortSignal) {
    this.#model = model;
    this.#job = job;
    this.#watch = watch;
    this.#signal = signal;
    const { steps } = job.settings;
    this.#baseline = new Contender({ role: 'baseline', steps, strategy: null });
    this.#strategies = job.strategies.map((strategy) => new Contender({ role: 'inheritance', steps, strategy }));
    this.#meter = new WorkMeter(this.#expected([this.#baseline, ...this.#strategies]));
  }

  /** Rivals are chosen by the first round's times and take part in every round. */
  async all(): Promise<void> {
    const contenders = [this.#baseline, ...this.#strategies];
    for (let round = 0; round < this.#job.repeats; round += 1) {
      await this.#round(contenders);
      if (round > 0 || !this.#job.equalTime) continue;
      const rivals = this.#chooseRivals();
      this.#meter.add(this.#expected(rivals));
      await this.#round(rivals);
      contenders.push(...rivals);
    }
  }

  /** Gives each strategy its rival; gives back those that are still to be run. */
  #chooseRivals(): readonly Contender[] {
    const { steps: all } = this.#baseline.variant;
    const strength = this.#job.settings.initImage?.strength;
    // Where a strategy saves not even a step's time, the baseline is its own rival.
    const plain = new Map([[all, this.#baseline]]);
    for (const strategy of this.#strategies) {
      const steps = plainStepsFor(this.#baseline.overall, all, strategy.overall.seconds, strength);
      const rival = plain.get(steps) ?? new Contender({ role: 'plain', steps, strategy: null, rivalOf: null });
      plain.set(steps, rival);
      this.#rivals.set(strategy, rival);
    }
    return [...plain.values()].filter((contender) => contender !== this.#baseline);
  }

  outcome(interrupted: boolean): Comparison {
    const { settings, cases, repeats } = this.#job;
    const { pipeline, device } = this.#model;
    const columns = [
      this.#columnOf(this.#baseline),
      ...this.#strategies.flatMap((contender) => [this.#columnOf(contender), this.#rivalColumn(contender)]),
    ];
    return {
      settings: {
        model: pipeline.model.name,
        architecture: pipeline.model.architecture,
        ...without(settings, 'prompt', 'strategy', 'initImage'),
        device,
        devicePrecision: pipeline.device.precision,
        repeats,
        program: `${PROGRAM.name} ${PROGRAM.version}`,
        created: new Date().toISOString(),
      },
      cases,
      columns: columns.filter((column) => column !== null),
      interrupted,
    };
  }

  /** Case by case, the baseline of each right before its rivals: a machine that slows down slows both sides of a ratio. */
  async #round(contenders: readonly Contender[]): Promise<void> {
    for (const contender of contenders) {
      const [first] = this.#cellsOf([contender]);
      if (!first) return;
      const { seed, ...settings } = first.settings;
      await runOnce(this.#model, warmUpSettings(settings), seed, () => {}, this.#signal);
    }
    for (const { place, settings } of this.#cellsOf(contenders)) {
      const [index, contender] = place;
      await this.#runCell(contenders[contender!]!, index!, settings);
    }
  }

  async #runCell(contender: Contender, index: number, { seed, ...settings }: CellSettings): Promise<void> {
    const { variant } = contender;
    const name = `${nameOf(variant)}, ${index + 1} of ${this.#job.cases.length}`;
    const report = (label = name) => {
      this.#watch({ kind: 'progress', label, done: this.#meter.done, secondsLeft: this.#meter.secondsLeft });
    };
    this.#meter.start(rateKeyOf(variant));
    report();
    const result = await runOnce(
      this.#model,
      settings,
      seed,
      (event) => {
        if (event.kind === 'warning') this.#warn(variant, event.message);
        if (event.kind === 'stage' && event.part) report(`${name}, ${tileInWords(event.part)}`);
        if (event.kind !== 'call') return;
        this.#meter.call(event.timing);
        report();
      },
      this.#signal,
    );
    await contender.record(index, result, async () => {
      const picture = finishPicture(this.#model, settings, seed, result);
      const path = await this.#job.save(picture, variant);
      this.#watch({ kind: 'saved', path });
      return path;
    });
  }

  /** Each warning once, however often the same thing is run. */
  #warn(variant: Variant, warning: string): void {
    const message = `${nameOf(variant)}: ${warning}`;
    if (!this.#warned.has(message)) this.#watch({ kind: 'warning', message });
    this.#warned.add(message);
  }

  /** The experiment of two axes: case by case, by each contender. */
  #cellsOf(contenders: readonly Contender[]): readonly ExperimentCell<CellSettings>[] {
    const { settings, cases } = this.#job;
    const changes = (each: readonly Partial<CellSettings>[]) =>
      each.map((changed) => (made: CellSettings) => ({ ...made, ...changed }));
    return cellsOf<CellSettings>({
      settings: { ...settings, seed: 0 },
      axes: [
        { order: 0, changes: changes(cases) },
        { order: 1, changes: changes(contenders.map(({ variant: { steps, strategy } }) => ({ steps, strategy }))) },
      ],
    });
  }

  #expected(contenders: readonly Contender[]) {
    const { settings, cases, repeats } = this.#job;
    const { scheduler, initImage } = settings;
    const round = contenders.flatMap(({ variant }) => {
      const calls = callsOf(variant.steps, scheduler, initImage?.strength);
      return cases.map(() => expectedRun(rateKeyOf(variant), variant.strategy, calls));
    });
    return Array.from({ length: repeats }, () => round).flat();
  }

  #columnOf(contender: Contender, variant?: Variant): Column | null {
    return contender.columnBeside(this.#baseline, this.#job.cases, this.#job.settings.scheduler, variant);
  }

  #rivalColumn(strategy: Contender): Column | null {
    const rival = this.#rivals.get(strategy);
    if (!rival || strategy.variant.role !== 'inheritance') return null;
    const { steps } = rival.variant;
    return this.#columnOf(rival, { role: 'plain', steps, strategy: null, rivalOf: strategy.variant.strategy });
  }
}

function nameOf(variant: Variant): string {
  if (variant.role === 'baseline') return 'baseline';
  return variant.role === 'plain' ? `plain, ${variant.steps} steps` : labelOf(variant.strategy);
}

/** Calls of one key take the same time, whatever their number. */
function rateKeyOf({ strategy }: Variant): string {
  return strategy ? labelOf(strategy) : 'full';
}
