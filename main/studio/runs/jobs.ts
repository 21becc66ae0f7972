import type { DeviceId } from '../../../native-models/vocabulary.ts';
import { labelOf } from '../../../native-models/strategy/naming.ts';
import { castRoles } from '../../../native-models/strategy/switching.ts';
import type { Strategy } from '../../../native-models/strategy/strategy.ts';
import { type RunSettings, without } from '../../../preload/settings/settings.ts';
import type { Task } from '../../../preload/contract/task.ts';
import type { Job, JobResult, JobSource } from '../../compute/job.ts';
import type { History } from '../../history/history.ts';
import { decodePicture, fitted } from '../../pictures/picture.ts';
import { fingerprint } from '../../models/fingerprint.ts';
import { finishPicture } from '../../runs/make-picture.ts';
import type { Settings } from '../../runs/settings.ts';
import { requestOf } from '../../runs/settings.ts';
import { measureFidelity } from '../pictures/fidelity.ts';
import { EMBEDDED_ID, type StudioModels } from '../models/models.ts';

type GenerateOutput = Extract<JobResult, { kind: 'generate' }>['output'];

/** What the pool is to do for a task, and what is kept of what comes back. */
export function jobSource(history: History, models: StudioModels): JobSource {
  const fingerprints = new Map<string, Promise<string>>();
  const fingerprintOf = (path: string): Promise<string> => {
    const known = fingerprints.get(path) ?? fingerprint(path);
    fingerprints.set(path, known);
    return known;
  };

  return {
    async prepare({ purpose, settings }): Promise<Job> {
      const model = models.pathOf(settings.modelId);
      const request = requestOf(await engineSettings(history, models, settings), settings.seed);
      const input = { model, request, precision: settings.devicePrecision ?? 'float32' } as const;
      return purpose === 'calibration' ? { kind: 'calibrate', input } : { kind: 'generate', input };
    },

    async record(task, result): Promise<number | null> {
      const { settings } = task;
      if (result.kind === 'calibrate') {
        saveCalibration(history, settings, result.output);
        return null;
      }
      const { output } = result;
      const identity = {
        name: output.model.name,
        path: settings.modelId === EMBEDDED_ID ? null : output.model.path,
        fingerprint: await fingerprintOf(output.model.path),
      };
      const device = settings.device as DeviceId;
      const decided = await engineSettings(history, models, settings);
      const { png } = finishPicture({ identity, device }, decided, settings.seed, output);
      const picture = await history.pictures.add(png);
      const baselineId = task.purpose === 'rival' ? rivalsBaseline(history, task) : null;
      const { id } = history.runs.insert({
        ...newRun(task, picture, await inNames(output, settings, models)),
        ...(baselineId === null ? {} : { baselineId }),
      });
      await measureFidelity(history);
      return id;
    },
  };
}

/** The contract's settings with every id resolved: models to paths, the start picture to pixels. */
async function engineSettings(history: History, models: StudioModels, settings: RunSettings): Promise<Settings> {
  const { width, height, strategy, initImage } = settings;
  return {
    ...without(settings, 'modelId', 'device', 'devicePrecision', 'seed'),
    strategy: strategy && withPaths(strategy, models),
    initImage: initImage && {
      image: fitted(
        await decodePicture(await history.pictures.read(initImage.picture), 'start picture'),
        width,
        height,
      ),
      strength: initImage.strength,
    },
  };
}

function withPaths(strategy: Strategy, models: StudioModels): Strategy {
  const ids = [...new Set(strategy.switching.map(({ unet }) => unet))];
  const paths = Object.fromEntries(ids.map((id) => [id, models.pathOf(id)]));
  return { ...strategy, switching: castRoles(strategy.switching, paths) };
}

/** What the engine warns of, with the names of models in the place of their paths. */
async function inNames(
  output: GenerateOutput,
  { strategy }: RunSettings,
  models: StudioModels,
): Promise<GenerateOutput> {
  if (!strategy?.switching.length) return output;
  const known = await models.list();
  const paths = strategy.switching.flatMap(({ unet }) => known.filter(({ id }) => id === unet));
  const named = (warning: string) => paths.reduce((text, { path, name }) => text.replaceAll(path, name), warning);
  return { ...output, warnings: output.warnings.map(named) };
}

function newRun({ purpose, group, settings }: Task, picture: string, output: GenerateOutput) {
  const { seconds, unetSeconds, idealSpeedup, peakMemoryBytes, timings, warnings, model } = output;
  return {
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
    timings: timings.map((timing) => ({ ...timing })),
    warnings: [...warnings],
  };
}

/** A rival has fewer steps than the baseline that it and its strategy are measured against: the group says which. */
function rivalsBaseline(history: History, { group, settings }: Task): number | null {
  const compared = history.runs
    .list({ group })
    .find((run) => run.baselineId !== null && run.settings.seed === settings.seed);
  return compared?.baselineId ?? null;
}

function saveCalibration(
  history: History,
  { modelId, width, height }: RunSettings,
  { calls, units }: Extract<JobResult, { kind: 'calibrate' }>['output'],
): void {
  history.calibrations.save({
    modelId,
    width,
    height,
    calls,
    created: new Date().toISOString(),
    units: units.map(({ id, change, milliseconds }) => ({ id, change: [...change], milliseconds })),
  });
}
