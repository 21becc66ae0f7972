/** Schedulers as the parameters of a picture name them: by A1111's names, and those of other programs. */
import { SCHEDULERS, type SchedulerRow } from '../../native-models/schedulers.ts';
import { SAMPLER_IDS, type SamplerId } from '../../native-models/vocabulary.ts';

/** The name in the field `Sampler`. */
export function schedulerInParameters(id: SamplerId): string {
  const { title, parametersName = title } = SCHEDULERS[id];
  return parametersName;
}

/** Schedules that are each sampler's own: A1111's, ComfyUI's, NovelAI's and stable-diffusion.cpp's words for it. */
const ITS_OWN = new Set(['', 'uniform', 'normal', 'default', 'native', 'none', 'discrete']);
const AUTOMATIC = 'automatic';
const KARRAS = 'karras';

/**
 * The scheduler that parameters name, in any spelling; undefined where we have none of that name.
 * @param schedule the field `Schedule type`: A1111 writes it apart from 1.9 on, other programs always did.
 */
export function schedulerOfParameters(name: string, schedule = ''): SamplerId | undefined {
  const [wanted, noise] = [plain(name), plain(schedule)];
  const named = SAMPLER_IDS.find((id) => namesOf(id).includes(wanted));
  if (named === undefined || ITS_OWN.has(noise)) return named;
  const siblings = [named, ...SAMPLER_IDS.filter((id) => isSibling(named, id))];
  if (noise === AUTOMATIC) return siblings.find((id) => rowOf(id).automatic) ?? named;
  return noise === KARRAS ? siblings.find((id) => rowOf(id).karras) : undefined;
}

/** Two that differ in their schedule alone. */
function isSibling(a: SamplerId, b: SamplerId): boolean {
  const [one, other] = [rowOf(a), rowOf(b)];
  return one.diffusersClass === other.diffusersClass && one.karras !== other.karras;
}

function namesOf(id: SamplerId): readonly string[] {
  return [schedulerInParameters(id), rowOf(id).title, ...(rowOf(id).othersNames ?? [])].map(plain);
}

function rowOf(id: SamplerId): SchedulerRow {
  return SCHEDULERS[id];
}

/** `DPM++ 2M` and `dpm++2m` are one name; so are `euler_a` and `Euler a`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}
