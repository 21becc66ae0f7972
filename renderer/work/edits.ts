/** The edits of a composition that have a name: made here, undone by title. */
import type { Precision, Semantics } from '../../native-models/vocabulary.ts';
import type { Mask } from '../../native-models/strategy/mask.ts';
import { displayMode } from '../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode } from '../../native-models/strategy/strategy.ts';
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

/** What a person does to the composition: undo records it under its title. */
export interface Edit {
  readonly title: string;
  /** Pure; gives the same object back where nothing changes. */
  readonly change: (composition: Composition) => Composition;
}

function edit(title: string, change: Edit['change']): Edit {
  return { title, change };
}

export function switchInheritance(on: boolean): Edit {
  const title = `Inheritance ${on ? 'on' : 'off'}`;
  return edit(title, (composition) => (composition.on === on ? composition : { ...composition, on }));
}

const COMBINED = {
  replace: (name: string) => name,
  union: (name: string) => `Unite with ${name}`,
  intersect: (name: string) => `Keep common with ${name}`,
  subtract: (name: string) => `Take ${name} away`,
} as const satisfies Readonly<Record<Combination, (name: string) => string>>;

/** A saved strategy takes the place of everything. */
export function useStrategy(name: string, strategy: Composition): Edit {
  return edit(name, (composition) => ({
    ...withMode(withMask(composition, strategy.mask), strategy.mode),
    semantics: strategy.semantics,
    switching: strategy.switching,
    precision: strategy.precision,
    program: strategy.program,
    on: true,
  }));
}

/** A preset's or a saved strategy's mask joins the one that is there. */
export function combineMask(name: string, mask: Mask, how: Combination): Edit {
  return edit(COMBINED[how](name), (composition) => withMask(composition, COMBINATIONS[how](composition.mask, mask)));
}

export function setUnits(target: string, units: Mask, state: UnitState): Edit {
  const title = `${state === 'compute' ? 'Compute' : 'Inherit'} ${target}`;
  return edit(title, (composition) => withMask(composition, withUnits(composition.mask, units, state)));
}

export function paintUnits(stroke: Stroke): Edit {
  return edit(titleOfStroke(stroke), (composition) => withMask(composition, applyStroke(composition.mask, stroke)));
}

export function setMode(mode: SamplingMode): Edit {
  return edit(`Mode ${displayMode(mode)}`, (composition) => withMode(composition, mode));
}

export function paintCalls(calls: number, stroke: CallStroke): Edit {
  return edit(titleOfCallStroke(stroke), (composition) =>
    withMode(composition, applyCallStroke(composition.mode, calls, stroke)),
  );
}

export function setSemantics(semantics: Semantics): Edit {
  return edit(`Semantics ${semantics}`, (composition) =>
    composition.semantics === semantics ? composition : { ...composition, semantics },
  );
}

/** Whoever asks for int8 means it: what is off comes on. */
export function setPrecision(precision: Precision): Edit {
  return edit(`Precision ${precision}`, (composition) =>
    composition.precision === precision
      ? composition
      : { ...composition, precision, on: composition.on || precision === 'int8' },
  );
}

/**
 * Whoever lets UNets take turns means it: what is off comes on.
 * @param title what it does to the segments: `Base from call 10`.
 */
export function setSwitching(title: string, switching: Segments): Edit {
  return edit(title, (composition) => {
    const changed = withSwitching(composition, switching);
    return changed === composition || switching.length === 0 ? changed : { ...changed, on: true };
  });
}
