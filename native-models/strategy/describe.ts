/** What is asked of a strategy whatever its kind is. */
import type { UnitId } from './architecture.ts';
import { displayMode, formatMode, fullCallsOf } from './sampling-mode.ts';
import type { MaskStrategy, ProgramStrategy, Strategy } from './strategy.ts';

export function isProgram(strategy: Strategy): strategy is ProgramStrategy {
  return strategy.kind === 'program';
}

/** The units that inherit at some call. */
export function unitsInheriting(strategy: Strategy): readonly UnitId[] {
  if (!isProgram(strategy)) return strategy.inherit;
  const named = strategy.calls.flatMap((rule) =>
    'output' in rule ? [] : (rule.inherit ?? []).map(({ mask }) => mask),
  );
  return [...new Set(named.flatMap((name) => strategy.masks[name] ?? []))];
}

/** Whether every call computes everything. */
export function inheritsNothing(strategy: Strategy): boolean {
  if (!isProgram(strategy)) return strategy.inherit.length === 0;
  return strategy.calls.every((rule) => Object.keys(rule).length === 0);
}

/** Its sampling mode as files and flags write it, `P5+`; a program has none, and says so. */
export function modeText(strategy: Strategy): string {
  return isProgram(strategy) ? PROGRAM : formatMode(strategy.mode);
}

/** The same as screens and pictures show it, `P5†`, `17 full`. @param calls of the run, where it is known. */
export function modeShown(strategy: Strategy, calls?: number): string {
  return isProgram(strategy) ? PROGRAM : displayMode(strategy.mode, calls);
}

/** How many of a run's calls compute everything, by what the strategy says: UNet switching may add some. */
export function fullCallCount(strategy: Strategy | null, calls: number): number {
  if (!strategy || inheritsNothing(strategy)) return calls;
  if (!isProgram(strategy)) return fullCallsOf(strategy.mode, calls).length;
  // The last rule holds for the call that PNDM adds.
  const rules = Array.from({ length: calls }, (_, call) => strategy.calls[call] ?? strategy.calls.at(-1)!);
  return rules.filter((rule) => !('output' in rule) && !rule.guidance && !rule.inherit?.length).length;
}

/** The same strategy with other parts; a mode is a mask's alone. */
export function withParts(
  strategy: Strategy,
  { mode, ...parts }: Partial<Pick<MaskStrategy, 'mode' | 'semantics' | 'precision' | 'switching'>>,
): Strategy {
  if (isProgram(strategy)) return { ...strategy, ...parts };
  return { ...strategy, ...parts, mode: mode ?? strategy.mode };
}

const PROGRAM = 'program';
