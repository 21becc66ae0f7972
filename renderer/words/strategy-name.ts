import { isProgram, modeShown } from '../../native-models/strategy/describe.ts';
import { displayMode } from '../../native-models/strategy/sampling-mode.ts';
import { isInt8Alone } from '../../native-models/strategy/precision.ts';
import type { SamplingMode, Strategy } from '../../native-models/strategy/strategy.ts';

/** `P5†`; a painted timeline by how many of its calls are full, since the list itself would fill the screen. */
export function nameOfMode(mode: SamplingMode, calls: number): string {
  if (mode.kind === 'periodic') return displayMode(mode);
  return `${mode.fullCalls.filter((call) => call < calls).length} full`;
}

/** `CO6 P5†`, `CO6 P5† int8`; `int8` where it is alone, for then every call is full. */
export function nameOfStrategy(strategy: Strategy, calls: number): string {
  if (isInt8Alone(strategy)) return strategy.name;
  const { name, precision } = strategy;
  const mode = isProgram(strategy) ? modeShown(strategy) : nameOfMode(strategy.mode, calls);
  return `${name} ${mode}${precision === 'int8' ? ' int8' : ''}`;
}
