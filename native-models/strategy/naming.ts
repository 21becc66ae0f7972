/** What a strategy is called: in files and flags, on screen, beside its pictures. Nothing else puts a name together. */
import { inheritsNothing, isProgram, modeShown, modeText, unitsInheriting } from './describe.ts';
import { isInt8Alone } from './precision.ts';
import { displayMode } from './sampling-mode.ts';
import type { SamplingMode, Strategy } from './strategy.ts';

/** As files and flags write it: `CO6 P5+`, `CO6 P5+ int8`, `int8`. */
export function labelOf(strategy: Strategy): string {
  if (isInt8Alone(strategy)) return 'int8';
  return joined(strategy.name, modeText(strategy), int8Of(strategy));
}

/** What something beside the name says already, as another axis of a grid does. */
export type SaidBeside = ReadonlySet<'mode' | 'semantics' | 'precision' | (string & {})>;

/** As lists and grids show it: `CO6 P5†`, with its semantics where they are not the paper's, and int8 where it computes in that. */
export function screenNameOf(strategy: Strategy, beside: SaidBeside = NOTHING): string {
  if (isInt8Alone(strategy)) return 'int8';
  return joined(
    strategy.name,
    !beside.has('mode') && modeShown(strategy),
    !beside.has('semantics') && boundaryOf(strategy),
    !beside.has('precision') && int8Of(strategy),
  );
}
const NOTHING: SaidBeside = new Set<string>();

/** Over a column of pictures, in two parts: `CO6`, `P5†`. @param steps of the run, where every call is full. */
export function columnLabel(strategy: Strategy, steps: number): { readonly name: string; readonly mode: string } {
  if (isInt8Alone(strategy)) return { name: 'Int8', mode: `${steps} steps` };
  const switches = strategy.switching.length > 0 && inheritsNothing(strategy);
  const mode = switches ? 'switching' : modeShown(strategy);
  return { name: strategy.name, mode: joined(mode, boundaryOf(strategy), int8Of(strategy)) };
}

/** Beside a drawing that shows the rest: `CO6 P5†`, `CO6 18 full`. @param calls of the run. */
export function shortNameOf(strategy: Strategy, calls: number): string {
  if (isInt8Alone(strategy)) return strategy.name;
  return joined(strategy.name, shortModeOf(strategy, calls), int8Of(strategy));
}

/** Of a saved one, under its name: `12 units inherit, P5†, 2 turns of UNets`. @param calls of the run. */
export function summaryOf(strategy: Strategy, calls: number): string {
  const { switching } = strategy;
  const turns = switching.length > 0 && `${switching.length} turns of UNets`;
  const how = isProgram(strategy) ? `program of ${strategy.calls.length} calls` : nameOfMode(strategy.mode, calls);
  return [`${unitsInheriting(strategy).length} units inherit`, how, turns, int8Of(strategy)].filter(Boolean).join(', ');
}

/** `P5†`; a painted timeline by how many of its calls are full, since the list itself would fill the screen. */
export function nameOfMode(mode: SamplingMode, calls: number): string {
  if (mode.kind === 'periodic') return displayMode(mode);
  return `${mode.fullCalls.filter((call) => call < calls).length} full`;
}

/** A program has no mode, and says so. */
function shortModeOf(strategy: Strategy, calls: number): string {
  return isProgram(strategy) ? modeShown(strategy) : nameOfMode(strategy.mode, calls);
}

function boundaryOf({ semantics }: Strategy): string | false {
  return semantics === 'boundary' && 'boundary';
}

function int8Of({ precision }: Strategy): string | false {
  return precision === 'int8' && 'int8';
}

function joined(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(' ');
}
