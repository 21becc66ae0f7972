/** Schedulers as the parameters of a picture name them: by A1111's names. */
import { SCHEDULERS } from '../../native-models/schedulers.ts';
import { SAMPLER_IDS, type SamplerId } from '../../native-models/vocabulary.ts';

/** The name in the field `Sampler`. */
export function schedulerInParameters(id: SamplerId): string {
  const { title, parametersName = title } = SCHEDULERS[id];
  return parametersName;
}

/** The scheduler that parameters name, in any spelling; undefined where we have none of that name. */
export function schedulerOfParameters(name: string): SamplerId | undefined {
  const wanted = name.toLowerCase();
  return SAMPLER_IDS.find((id) => schedulerInParameters(id).toLowerCase() === wanted);
}
