/**
 * An experiment: settings, and axes of changes to them. A comparison has two axes, cases and variants; a grid up to five. The
 * command line makes the runs of one in place, the studio through its queue. Pure: hosts and pages share it.
 */

/** Values along one axis, each as what it makes of settings. */
export interface ExperimentAxis<S> {
  readonly changes: readonly ((settings: S) => S)[];
  /** Axes change settings in this order, lowest first, whichever is the slower one. */
  readonly order: number;
}

export interface Experiment<S> {
  /** What no axis changes. */
  readonly settings: S;
  /** The first one is the slowest. */
  readonly axes: readonly ExperimentAxis<S>[];
}

export interface ExperimentCell<S> {
  /** Which value of each axis it has. */
  readonly place: readonly number[];
  readonly settings: S;
}

/** Every combination of the axes' values, the first axis slowest. */
export function cellsOf<S>({ settings, axes }: Experiment<S>): readonly ExperimentCell<S>[] {
  const places = axes.reduce<readonly (readonly number[])[]>(
    (partial, { changes }) => partial.flatMap((place) => changes.map((_, index) => [...place, index])),
    [[]],
  );
  const inOrder = [...axes.entries()].toSorted(([, a], [, b]) => a.order - b.order);
  return places.map((place) => ({
    place,
    settings: inOrder.reduce((changed, [axis, { changes }]) => changes[place[axis]!]!(changed), settings),
  }));
}

/** A picture that an experiment needs: of cells, or only as what they are measured against. */
export interface ExperimentRun<S> {
  readonly settings: S;
  /** Those that come to these settings, by their index; none for a baseline that is no cell. */
  readonly cells: readonly number[];
}

interface Inheriting {
  readonly strategy: unknown;
}

/**
 * Every run of these cells once. A baseline is the run of the same settings without a strategy: of a cell that is one,
 * or else a run of its own right before the first one that is measured against it.
 * @param identity the same text for settings that make the same run.
 */
export function runsOf<S extends Inheriting>(
  cells: readonly S[],
  identity: (settings: S) => string,
): readonly ExperimentRun<S>[] {
  const sharing = Map.groupBy(cells.keys(), (index) => identity(cells[index]!));
  const named = new Set<string>();
  const runs: ExperimentRun<S>[] = [];
  const add = (settings: S) => {
    const id = identity(settings);
    if (named.has(id)) return;
    named.add(id);
    runs.push({ settings, cells: sharing.get(id) ?? [] });
  };
  for (const settings of cells) {
    const baseline = { ...settings, strategy: null };
    if (settings.strategy !== null && !sharing.has(identity(baseline))) add(baseline);
    add(settings);
  }
  return runs;
}
