/** The edits of a composition that have a name: made here, given as commands, undone by title. */
import type { Mask } from '../../native-models/strategy/mask.ts';
import type { EditCommand } from '../commands/command.ts';

import { displayMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Precision, SamplingMode, Semantics } from '../../native-models/strategy/strategy.ts';
import {
  COMBINATIONS,
  type Combination,
  type Composition,
  type UnitState,
  withMask,
  withMode,
  withSwitching,
  withUnits,
} from './composition.ts';
import type { Segments } from './switching/segments.ts';
import { applyStroke, type Stroke, titleOfStroke } from './unit-stroke.ts';
import { applyCallStroke, type CallStroke, titleOfCallStroke } from './call-stroke.ts';

function edit(id: string, title: string, change: EditCommand['change']): EditCommand {
  return { id, title, section: 'Compose', undoable: true, change };
}

export function switchInheritance(on: boolean): EditCommand {
  const title = `Inheritance ${on ? 'on' : 'off'}`;
  return edit('switch', title, (composition) => (composition.on === on ? composition : { ...composition, on }));
}

const COMBINED = {
  replace: (name: string) => name,
  union: (name: string) => `Unite with ${name}`,
  intersect: (name: string) => `Keep common with ${name}`,
  subtract: (name: string) => `Take ${name} away`,
} as const satisfies Readonly<Record<Combination, (name: string) => string>>;

/** A saved strategy takes the place of everything. */
export function useStrategy(name: string, strategy: Composition): EditCommand {
  return edit('use', name, (composition) => ({
    ...withMode(withMask(composition, strategy.mask), strategy.mode),
    semantics: strategy.semantics,
    switching: strategy.switching,
    precision: strategy.precision,
    on: true,
  }));
}

/** A preset's or a saved strategy's mask joins the one that is there. */
export function combineMask(name: string, mask: Mask, how: Combination): EditCommand {
  return edit('combine', COMBINED[how](name), (composition) =>
    withMask(composition, COMBINATIONS[how](composition.mask, mask)),
  );
}

export function setUnits(target: string, units: Mask, state: UnitState): EditCommand {
  const title = `${state === 'compute' ? 'Compute' : 'Inherit'} ${target}`;
  return edit('set-units', title, (composition) => withMask(composition, withUnits(composition.mask, units, state)));
}

export function paintUnits(stroke: Stroke): EditCommand {
  return edit('paint-units', titleOfStroke(stroke), (composition) =>
    withMask(composition, applyStroke(composition.mask, stroke)),
  );
}

export function setMode(mode: SamplingMode): EditCommand {
  return edit('mode', `Mode ${displayMode(mode)}`, (composition) => withMode(composition, mode));
}

export function paintCalls(calls: number, stroke: CallStroke): EditCommand {
  return edit('paint-calls', titleOfCallStroke(stroke), (composition) =>
    withMode(composition, applyCallStroke(composition.mode, calls, stroke)),
  );
}

export function setSemantics(semantics: Semantics): EditCommand {
  return edit('semantics', `Semantics ${semantics}`, (composition) =>
    composition.semantics === semantics ? composition : { ...composition, semantics },
  );
}

/** Whoever asks for int8 means it: what is off comes on. */
export function setPrecision(precision: Precision): EditCommand {
  return edit('precision', `Precision ${precision}`, (composition) =>
    composition.precision === precision
      ? composition
      : { ...composition, precision, on: composition.on || precision === 'int8' },
  );
}

/**
 * Whoever lets UNets take turns means it: what is off comes on.
 * @param title what it does to the segments: `Base from call 10`.
 */
export function setSwitching(title: string, switching: Segments): EditCommand {
  return edit('switching', title, (composition) => {
    const changed = withSwitching(composition, switching);
    return changed === composition || switching.length === 0 ? changed : { ...changed, on: true };
  });
}
