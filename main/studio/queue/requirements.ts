/** What a page asks for, held against what there is: refused before anything is queued, with what there is instead. */
import { callsOf } from '../../../native-models/calls.ts';
import type { Architecture } from '../../../native-models/strategy/architecture.ts';
import { planRun } from '../../../native-models/strategy/plan.ts';
import { unetsOf } from '../../../native-models/strategy/switching.ts';
import type { Model } from '../../../preload/contract/model.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { usageProblem } from '../../base/problem.ts';
import type { History } from '../../history/history.ts';
import { requirePrecision } from '../runs/submit.ts';

/** What can be had. */
export interface Offered {
  readonly models: readonly Model[];
  /** Ids. */
  readonly devices: readonly string[];
  readonly pictures: Pick<History['pictures'], 'locate'>;
}

/** A list that people read through. */
const MAX_NAMED = 12;

/**
 * @param settings of one run.
 * @throws Problem for a model, a device, a UNet, a start picture that there is not; a size that the model cannot make; a strategy
 *   that its UNets cannot carry out, or of which they have no unit at all. @throws StrategyError where its calls do not fit the run.
 */
export function requireOffered(settings: RunSettings, { models, devices, pictures }: Offered): void {
  requirePrecision(settings);
  const { device, modelId, initImage, steps, scheduler, strategy } = settings;
  if (!devices.includes(device)) throw usageProblem(`There is no device ${device}`, `There is ${listed(devices)}.`);
  const model = modelById(models, modelId);
  if (model.format === 'unet') {
    throw usageProblem(
      `${model.name} is a UNet alone: it makes no pictures`,
      'Choose a whole model, and let this one take turns.',
    );
  }
  requireSize(settings, model);
  if (initImage && !pictures.locate(initImage.picture)) {
    throw usageProblem('The start picture is not in the data folder any more', 'Give it once more.');
  }
  const calls = callsOf(steps, scheduler, initImage?.strength);
  if (calls === 0) {
    throw usageProblem(
      'At this strength the start picture leaves no step to make',
      'Take more steps, or a greater strength.',
    );
  }
  const names = strategy ? unetsOf(strategy.switching) : [];
  const unets = names.length > 0 ? names.map((id) => modelById(models, id, 'UNet')) : [model];
  const { unets: planned } = planRun(strategy, calls, unets.map(architectureOf));
  const without = planned.filter(({ mask, leftOut }) => mask.length === 0 && leftOut.length > 0);
  if (without.length < planned.length) return;
  throw usageProblem(
    `Strategy ${strategy!.name}: ${unets.map(({ name }) => name).join(', ')} has none of its units (${listed(without[0]!.leftOut)})`,
    `Its blocks are ${listed(architectureOf(unets[0]!).blocks.map(({ id }) => id))}.`,
  );
}

/** Not `missing`, not broken: its problem is told now and not by its task. */
function modelById(models: readonly Model[], id: string, what = 'model'): Model {
  const model = models.find((each) => each.id === id);
  if (!model) {
    const usable = models.filter(({ problem }) => problem === null).map((each) => `${each.name} (${each.id})`);
    throw usageProblem(`There is no ${what} ${id} in the list`, `There is ${listed(usable)}.`);
  }
  if (model.problem !== null) throw usageProblem(`${model.name} cannot be used: ${model.problem}`, 'Choose another.');
  return model;
}

function architectureOf({ name, architecture }: Model): Architecture {
  if (!architecture) throw usageProblem(`${name} has no UNet`, 'Choose another.');
  return architecture as Architecture;
}

/** As the engine would refuse it, a queue later. */
function requireSize({ width, height }: RunSettings, { name, scaleFactor }: Model): void {
  const unit = scaleFactor ?? 1;
  if (width % unit === 0 && height % unit === 0) return;
  const fit = (pixels: number) => Math.max(1, Math.round(pixels / unit)) * unit;
  throw usageProblem(
    `${width}x${height}: ${name} makes pictures whose sides are multiples of ${unit}`,
    `The nearest is ${fit(width)}x${fit(height)}.`,
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
