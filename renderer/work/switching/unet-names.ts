import type { Model } from '../../../preload/contract/model.ts';
import { unetsOf } from '../../../native-models/strategy/switching.ts';
import type { Segments } from './segments.ts';

/** What the UNets of a run are called on screen, by model id; models of the same name are told apart by a number. */
export function unetNames(segments: Segments, models: readonly Model[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const id of unetsOf(segments)) {
    const name = models.find((model) => model.id === id)?.name ?? id;
    const taken = [...names.values()].filter((other) => other === name || other.startsWith(`${name} (`)).length;
    names.set(id, taken === 0 ? name : `${name} (${taken + 1})`);
  }
  return names;
}

/** The same segments with names in the place of ids: a plan that is made of them speaks to people. */
export function withNames(segments: Segments, names: ReadonlyMap<string, string>): Segments {
  return segments.map(({ unet, calls }) => ({ unet: names.get(unet) ?? unet, calls }));
}
