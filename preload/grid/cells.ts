/** What the axes of a grid make of its settings. Part of what the contract means, and pure: host and pages share it. */
import { AXES, type Axis, type GridAxis, type GridAxisKind } from '../settings/axes.ts';
import type { RunSettings } from '../settings/settings.ts';

interface Choice {
  readonly kind: string;
  readonly value: GridAxis['values'][number];
}

/** The settings of every cell, the first axis slowest. */
export function cellsOf(
  settings: RunSettings,
  axes: readonly GridAxis[],
  known: readonly Axis[] = AXES,
): readonly RunSettings[] {
  const choices = axes.reduce<readonly (readonly Choice[])[]>(
    (partial, { kind, values }) => partial.flatMap((one) => values.map((value) => [...one, { kind, value }])),
    [[]],
  );
  // In the order of the list, whichever axis comes first.
  return choices.map((each) =>
    known.reduce((made, axis) => {
      const choice = each.find(({ kind }) => kind === axis.kind);
      return choice ? axis.apply(made, choice.value) : made;
    }, settings),
  );
}

/** Mode and semantics vary a strategy: there has to be one. */
export function lacksStrategy({ strategy }: Pick<RunSettings, 'strategy'>, kinds: readonly GridAxisKind[]): boolean {
  return strategy === null && !kinds.includes('strategy') && (kinds.includes('mode') || kinds.includes('semantics'));
}
