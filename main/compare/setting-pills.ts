import type { Line } from '../../preload/settings/setting.ts';
import { pillsOf } from '../../preload/settings/words.ts';
import type { Comparison } from './comparison.ts';

/**
 * What a comparison says of its settings under the heading: steps go with their scheduler, and there may be several seeds.
 * @param mostSeeds that are listed; more are counted.
 */
export function settingPills({ settings, cases }: Comparison, mostSeeds = Number.POSITIVE_INFINITY): readonly Line[] {
  const seeds = [...new Set(cases.map(({ seed }) => seed))];
  const listed = seeds.length > mostSeeds ? `${seeds.length} of them` : seeds.join(', ');
  const said = { ...settings, modelId: settings.model, seed: seeds[0] ?? 0 };
  return pillsOf({ settings: said, modelName: (name) => name }).flatMap(({ key, line }): readonly Line[] => {
    if (key === 'scheduler') return [[line[1], `${settings.steps} steps`]];
    if (key === 'steps') return [];
    return key === 'seed' ? [[seeds.length > 1 ? 'seeds' : 'seed', listed]] : [line];
  });
}
