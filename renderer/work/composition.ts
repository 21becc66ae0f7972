/** What a person composes and undo remembers: the strategy, and whether it is used at all. */
import type { Precision, Semantics } from '../../native-models/vocabulary.ts';
import type { UnitId } from '../../native-models/strategy/architecture.ts';
import { intersect, subtract, union, type Mask } from '../../native-models/strategy/mask.ts';
import { isProgram, unitsInheriting } from '../../native-models/strategy/describe.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { ProgramStrategy, SamplingMode, Strategy } from '../../native-models/strategy/strategy.ts';
import { sameSegments, type Segments } from './switching/segments.ts';

export interface Composition {
  /** The units that inherit. */
  readonly mask: Mask;
  readonly mode: SamplingMode;
  readonly semantics: Semantics;
  /** UNets that take turns, by the id of their model; empty: the run's own throughout. */
  readonly switching: Segments;
  /** What the UNets compute with. */
  readonly precision: Precision;
  /** What each call computes, where a program was brought in; the mask then shows what inherits at some call, and the first edit ends it. */
  readonly program: ProgramStrategy | null;
  /** Off means exactly off: the run gets no strategy. */
  readonly on: boolean;
}

/** What an inherit step does with a unit. */
export type UnitState = 'compute' | 'inherit';

/** How a second mask joins the one that is there. */
export const COMBINATIONS = {
  replace: (_mask: Mask, other: Mask) => other,
  union,
  intersect,
  subtract,
} as const satisfies Readonly<Record<string, (mask: Mask, other: Mask) => Mask>>;
export type Combination = keyof typeof COMBINATIONS;

export function stateOf(mask: Mask, unit: UnitId): UnitState {
  return mask.includes(unit) ? 'inherit' : 'compute';
}

export function withUnits(mask: Mask, units: readonly UnitId[], state: UnitState): Mask {
  return state === 'inherit' ? union(mask, units) : subtract(mask, units);
}

/** The same composition where nothing changes, so that undo has nothing to remember. */
export function withMask(composition: Composition, mask: Mask): Composition {
  return !composition.program && sameMask(composition.mask, mask)
    ? composition
    : { ...composition, mask, program: null };
}

export function withMode(composition: Composition, mode: SamplingMode): Composition {
  return !composition.program && sameMode(composition.mode, mode)
    ? composition
    : { ...composition, mode, program: null };
}

export function withSwitching(composition: Composition, switching: Segments): Composition {
  return !composition.program && sameSegments(composition.switching, switching)
    ? composition
    : { ...composition, switching, program: null };
}

export function sameComposition(a: Composition, b: Composition): boolean {
  return (
    a.on === b.on &&
    a.semantics === b.semantics &&
    a.precision === b.precision &&
    a.program === b.program &&
    sameMask(a.mask, b.mask) &&
    sameMode(a.mode, b.mode) &&
    sameSegments(a.switching, b.switching)
  );
}

export function sameMask(a: Mask, b: Mask): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((id) => right.has(id));
}

export function sameMode(a: SamplingMode, b: SamplingMode): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function strategyOf(composition: Composition, name: string): Strategy | null {
  const { mask, mode, semantics, switching, precision, program, on } = composition;
  if (!on) return null;
  return program
    ? { ...program, semantics, precision }
    : { name, inherit: mask, mode, semantics, switching, precision };
}

/** A program has no mode of its own: this one is there when an edit ends it. */
const MODE_AFTER_PROGRAM = parseMode('P5+');

export function compositionOf(strategy: Strategy): Composition {
  const { semantics, switching, precision } = strategy;
  const mask = unitsInheriting(strategy);
  return isProgram(strategy)
    ? { mask, mode: MODE_AFTER_PROGRAM, semantics, switching, precision, program: strategy, on: true }
    : { mask, mode: strategy.mode, semantics, switching, precision, program: null, on: true };
}
