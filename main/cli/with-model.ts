/** What `generate` and `compare` both do around a run: describe, open, watch, and close the model whatever happens. */
import type { ModelDescription } from '../models/describe-model.ts';
import { makeFolder } from '../base/make-folder.ts';
import { usageProblem } from '../base/problem.ts';
import type { Engine, OpenedModel } from '../models/opened-model.ts';
import { openModel } from '../models/opened-model.ts';
import type { EngineFlags } from './flags.ts';
import { StoppedEarly, stopOnInterrupt } from './interrupt.ts';
import { ProgressDisplay } from './progress-display.ts';

/** Loaded only when a picture is made: onnxruntime takes a moment. */
async function loadEngine(): Promise<Engine> {
  return await import('../../native-models/sampling/pipeline.ts');
}

/** What a command works with while its model is open. */
export interface OpenModel {
  readonly model: OpenedModel;
  readonly display: ProgressDisplay;
  readonly signal: AbortSignal;
}

/** Opens the described model, runs, and closes it again. Ctrl-C aborts `signal`. */
export async function withModel<T>(
  flags: EngineFlags,
  description: ModelDescription,
  run: (open: OpenModel) => Promise<T>,
): Promise<T> {
  if (description.path === null) {
    throw usageProblem(`--model ${description.name}: a configuration without weights`, 'Give a model that has some.');
  }
  const display = new ProgressDisplay();
  for (const note of description.notes) display.line(note);
  const { signal, release } = stopOnInterrupt((message) => display.line(message));
  let model: OpenedModel | null = null;
  try {
    makeFolder(flags.data);
    model = await openModel(await loadEngine(), {
      model: description.path,
      device: flags.device,
      threads: flags.threads,
      memory: flags.memory,
      devicePrecision: flags.devicePrecision,
      dataFolder: flags.data,
      onProgress: (label, done) => display.watch({ kind: 'progress', label, done, secondsLeft: null }),
      signal,
    }).catch((error: unknown) => {
      throw signal.aborted ? new StoppedEarly(error) : error;
    });
    for (const note of model.pipeline.device.notes) display.line(`${flags.device}: ${note}`);
    return await run({ model, display, signal });
  } finally {
    display.clear();
    release();
    await model?.pipeline.dispose();
  }
}

/** JSON for machines, alone on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
