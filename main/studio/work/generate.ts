/** One picture for one seed: a run. */
import { labelOf } from '../../../native-models/strategy/naming.ts';
import type { DeviceId } from '../../../native-models/vocabulary.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { TaskOf } from '../../../preload/contract/task.ts';
import type { WorkOf } from '../../../preload/contract/work.ts';
import type { Input, Output } from '../../compute/messages.ts';
import type { KindOfWork } from '../../compute/work.ts';
import type { History } from '../../history/history.ts';
import { fingerprint } from '../../models/fingerprint.ts';
import { finishPicture } from '../../runs/make-picture.ts';
import { EMBEDDED_ID } from '../models/models.ts';
import { FidelityMeter } from '../pictures/fidelity.ts';
import { engineRequest, engineSettings, type Surroundings } from './engine-settings.ts';

type GenerateTask = TaskOf<WorkOf<'generate'>>;

/** The picture's file is written first; the run goes with its task; the two are compared with the baseline's afterwards. */
export function generate(
  around: Surroundings,
): KindOfWork<WorkOf<'generate'>, Omit<Input<'generate'>, 'previews'>, Output<'generate'>> {
  const { history } = around;
  const fidelity = new FidelityMeter(history);
  const fingerprintOf = rememberedFingerprints();
  return {
    title: ({ purpose, settings: { modelId, width, height, steps } }) =>
      `${purpose}, model ${modelId}, ${width}x${height}, ${steps} steps`,
    prepare: async ({ work }) => await engineRequest(work.settings, around),
    perform: async (input, { engine, previews, on, signal }) =>
      await engine.request('generate', { ...input, previews }, { on, signal }),
    record: async (task, made) => {
      const { settings } = task.work;
      const identity = {
        name: made.model.name,
        path: settings.modelId === EMBEDDED_ID ? null : made.model.path,
        fingerprint: await fingerprintOf(made.model.path),
      };
      const device = settings.device as DeviceId;
      const decided = await engineSettings(settings, around);
      const named = await inNames(made, settings, around);
      const { png } = finishPicture({ identity, device }, decided, settings.seed, named);
      const run = newRun(task, await history.pictures.add(png), named);
      return () => history.runs.insert({ ...run, ...rivalsBaseline(history, task) }).id;
    },
    followUp: async (signal) => await fidelity.measure(signal),
  };
}

function rememberedFingerprints(): (path: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (path) => {
    const found = known.get(path) ?? fingerprint(path);
    known.set(path, found);
    found.catch(() => known.delete(path)); // a disk that fails once may be read the next time
    return found;
  };
}

/** What the engine warns of, with the names of models in the place of their paths. */
async function inNames(
  made: Output<'generate'>,
  { strategy }: RunSettings,
  { models }: Surroundings,
): Promise<Output<'generate'>> {
  if (!strategy?.switching.length) return made;
  const known = await models.list();
  const paths = strategy.switching.flatMap(({ unet }) => known.filter(({ id }) => id === unet));
  const named = (warning: string) => paths.reduce((text, { path, name }) => text.replaceAll(path, name), warning);
  return { ...made, warnings: made.warnings.map(named) };
}

function newRun({ id, group, work: { purpose, settings } }: GenerateTask, picture: string, made: Output<'generate'>) {
  const { seconds, unetSeconds, idealSpeedup, peakMemoryBytes, plan, timings, warnings, model } = made;
  return {
    taskId: id,
    createdAt: new Date().toISOString(),
    purpose,
    group,
    settings,
    modelName: model.name,
    strategyLabel: settings.strategy ? labelOf(settings.strategy) : 'none',
    picture,
    seconds,
    unetSeconds,
    idealSpeedup,
    peakMemoryBytes,
    plan,
    timings: timings.map((timing) => ({ ...timing })),
    warnings: [...warnings],
  };
}

/** A rival has fewer steps than the baseline that it and its strategy are measured against: the group says which. */
function rivalsBaseline(history: History, { group, work }: GenerateTask): { readonly baselineId?: number } {
  const { purpose, settings } = work;
  if (purpose !== 'rival') return {};
  const compared = history.runs
    .list({ group })
    .find((run) => run.baselineId !== null && run.settings.seed === settings.seed);
  return compared?.baselineId ? { baselineId: compared.baselineId } : {};
}
