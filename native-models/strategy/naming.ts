/** What a strategy is called: in files and flags, on screen, beside its pictures. Nothing else puts a name together. */
import { inheritsNothing, isProgram, modeShown, modeText, unitsInheriting } from './describe.ts';
import { isInt8Alone } from './precision.ts';
import { displayMode, fullCallsInWords, parseMode } from './sampling-mode.ts';
import type { SamplingMode, Strategy } from './strategy.ts';

/** The name of a mask that is no preset's and that nobody saved. */
export const UNNAMED = 'custom';

/** As files and flags write it: `CO6 P5+`, `CO6 P5+ int8`, `int8`. */
export function labelOf(strategy: Strategy): string {
  if (isInt8Alone(strategy)) return 'int8';
  return joined(strategy.name, modeText(strategy), int8Of(strategy));
}

/** A label as screens show it: `CO6 P5†`, `CO6 17 full`. What is no label of ours stays as it is. */
export function labelShown(label: string): string {
  const words = label.split(' ');
  const at = words.findIndex((word, index) => index > 0 && MODE.test(word));
  if (at < 0) return label;
  const shown = displayMode(parseMode(words[at]!));
  const name = at === 1 && words[0] === UNNAMED && shown.endsWith(' full') ? [] : words.slice(0, at);
  return [...name, shown, ...words.slice(at + 1)].join(' ');
}
const MODE = /^(P\d{1,6}(\+\d{0,6})?|full@\d{1,6}(,\d{1,6})*)$/;

/** What something beside the name says already, as another axis of a grid does. */
export type SaidBeside = ReadonlySet<'mode' | 'semantics' | 'precision' | (string & {})>;

/**
 * As lists and grids show it: `CO6 P5†`, `17 full`, with its semantics where they are not the paper's, and int8 where it
 * computes in that.
 * @param calls of the run, where it is known.
 */
export function screenNameOf(strategy: Strategy, beside: SaidBeside = NOTHING, calls?: number): string {
  if (isInt8Alone(strategy)) return 'int8';
  const mode = !beside.has('mode') && modeShown(strategy, calls);
  return joined(
    mode === false ? strategy.name : ownName(strategy),
    mode,
    !beside.has('semantics') && boundaryOf(strategy),
    !beside.has('precision') && int8Of(strategy),
  );
}
const NOTHING: SaidBeside = new Set<string>();

/** What its name on screen leaves out, for whoever points at it: `Full calls: 0, 5, 20`. undefined where that is nothing. */
export function detailsOf(strategy: Strategy | null): string | undefined {
  return (strategy && !isProgram(strategy) && fullCallsInWords(strategy.mode)) || undefined;
}

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
  return joined(ownName(strategy), modeShown(strategy, calls), int8Of(strategy));
}

/** Of a saved one, under its name: `12 units inherit, P5†, 2 turns of UNets`. @param calls of the run. */
export function summaryOf(strategy: Strategy, calls: number): string {
  const { switching } = strategy;
  const turns = switching.length > 0 && `${switching.length} turns of UNets`;
  const how = isProgram(strategy) ? `program of ${strategy.calls.length} calls` : nameOfMode(strategy.mode, calls);
  return [`${unitsInheriting(strategy).length} units inherit`, how, turns, int8Of(strategy)].filter(Boolean).join(', ');
}

/** `P5†`, `17 full`. @param calls of the run. */
export function nameOfMode(mode: SamplingMode, calls: number): string {
  return displayMode(mode, calls);
}

/** None where nobody gave one: calls that were painted by hand say as much. */
function ownName(strategy: Strategy): string | false {
  const painted = !isProgram(strategy) && strategy.mode.kind === 'explicit';
  return (!painted || strategy.name !== UNNAMED) && strategy.name;
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
