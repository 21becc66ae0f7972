/** Pictures from one prompt, one after the other; stopped, it keeps what is finished. */
import { callsOf } from '../../native-models/calls.ts';
import type { MadePicture } from './make-picture.ts';
import { finishPicture, runOnce } from './make-picture.ts';
import type { OpenedModel } from '../models/opened-model.ts';
import { tileInWords, type Watch } from './run-event.ts';
import type { Settings } from './settings.ts';
import { expectedRun, WorkMeter } from './work-meter.ts';

/** One prompt with several seeds. */
export interface GenerateJob {
  readonly settings: Settings;
  readonly seeds: readonly number[];
  /** What is known before the first picture; it is in every record beside what the runs themselves warn of. */
  readonly warnings?: readonly string[];
  /** Keeps a picture; gives its path. */
  readonly save: (picture: MadePicture) => Promise<string>;
}

/** The pictures that were finished. `interrupted`: there should have been more. */
export interface Generated {
  readonly pictures: readonly (MadePicture & { readonly path: string })[];
  readonly interrupted: boolean;
}

/**
 * Ends early, without an error, where `signal` stops it; any other error ends it too, after the pictures so far were
 * saved.
 */
export async function generate(
  model: OpenedModel,
  { settings, seeds, save, warnings = [] }: GenerateJob,
  watch: Watch,
  signal: AbortSignal,
): Promise<Generated> {
  const { steps, scheduler, initImage, strategy } = settings;
  const calls = callsOf(steps, scheduler, initImage?.strength);
  const meter = new WorkMeter(seeds.map(() => expectedRun('all', strategy, calls)));
  const pictures: (MadePicture & { path: string })[] = [];
  const told = new Set<string>();
  /** Each once, however many pictures it is of. */
  const warn = (message: string) => {
    if (!told.has(message)) watch({ kind: 'warning', message });
    told.add(message);
  };
  warnings.forEach(warn);
  for (const [index, seed] of seeds.entries()) {
    meter.start('all');
    const name = seeds.length > 1 ? `picture ${index + 1} of ${seeds.length}` : 'picture';
    const report = (label = name) =>
      watch({ kind: 'progress', label, done: meter.done, secondsLeft: meter.secondsLeft });
    report();
    try {
      const result = await runOnce(
        model,
        settings,
        seed,
        (event) => {
          if (event.kind === 'warning') warn(event.message);
          if (event.kind === 'stage' && event.part) report(`${name}, ${tileInWords(event.part)}`);
          if (event.kind !== 'call') return;
          meter.call(event.timing);
          report();
        },
        signal,
      );
      const all = { ...result, warnings: [...warnings, ...result.warnings] };
      const picture = finishPicture(model, settings, seed, all);
      const path = await save(picture);
      pictures.push({ ...picture, path });
      watch({ kind: 'saved', path });
    } catch (error) {
      if (!signal.aborted) throw error;
      return { pictures, interrupted: true };
    }
  }
  return { pictures, interrupted: false };
}
