/** What tells some runs apart, and what they share: the labels of a contact sheet, and the pills above it. */
import { screenNameOf } from '../../../native-models/strategy/naming.ts';
import type { Run } from '../../../preload/contract/task.ts';
import type { Line } from '../../../preload/settings/setting.ts';
import { pillsOf } from '../../../preload/settings/words.ts';

/** What is said of a run. */
export type Described = Pick<Run, 'id' | 'purpose' | 'settings' | 'modelName'>;

export interface Differences {
  /** What differs, by its name: `prompt`, `seed`. */
  readonly names: readonly string[];
  /** Of each run, what differs, in its own words. No two are alike. */
  readonly labels: readonly (readonly string[])[];
  /** What all have. */
  readonly shared: readonly Line[];
  /** null where it differs. */
  readonly prompt: string | null;
}

/** @param runs in the order of the labels. */
export function differencesOf(runs: readonly Described[]): Differences {
  const said = runs.map((run) => new Map([...linesOf(run)].map((line) => [line.name, line])));
  const all = [...new Map(said.flatMap((each) => [...each])).keys()];
  const names = all.filter((name) => new Set(said.map((each) => each.get(name)?.value)).size > 1);
  const labels = said.map((each) => names.flatMap((name) => each.get(name)?.label ?? []));
  const counted = Map.groupBy(labels, (label) => label.join('\n'));
  const [first] = said;
  return {
    names,
    labels: labels.map((label, index) =>
      counted.get(label.join('\n'))!.length > 1 ? [...label, `run ${runs[index]!.id}`] : label,
    ),
    shared: all.flatMap((name) => {
      const line = first?.get(name);
      return names.includes(name) || !line || name === 'prompt' ? [] : [line.pill];
    }),
    prompt: names.includes('prompt') ? null : (first?.get('prompt')?.value ?? null),
  };
}

interface Said {
  readonly name: string;
  readonly value: string;
  /** Alone under a picture. */
  readonly label: string;
  readonly pill: Line;
}

/** In the order in which labels say them. */
function* linesOf({ purpose, settings, modelName }: Described): Generator<Said> {
  const { prompt, strategy, initImage } = settings;
  yield own('prompt', prompt || '(empty prompt)');
  const rival = purpose === 'rival' ? 'equal-time rival' : 'baseline';
  yield own('strategy', strategy ? screenNameOf(strategy) : rival);
  for (const { key, line } of pillsOf({ settings, modelName: () => modelName })) {
    const [name, value] = line;
    if (key !== 'strategy')
      yield { name: name || NAMES[key] || key, value, label: `${name} ${value}`.trim(), pill: line };
  }
  if (initImage)
    yield own('start picture', `${initImage.picture.slice(0, 8)} at strength ${initImage.strength}`, 'from ');
}

function own(name: string, value: string, before = ''): Said {
  return { name, value, label: `${before}${value}`, pill: [name, value] };
}

/** Of pills that need none. */
const NAMES: Readonly<Record<string, string>> = { modelId: 'model', width: 'size' };
