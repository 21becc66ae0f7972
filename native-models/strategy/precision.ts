/** What the UNets of a run compute with. Int8 is a property of the strategy: the baseline it is measured against stays float32. */
import type { Precision } from '../vocabulary.ts';
import { FULL } from './sampling-mode.ts';
import { inheritsNothing } from './describe.ts';
import type { MaskStrategy, Strategy } from './strategy.ts';

/** Also what strategies mean that were kept before there was a choice. */
export const DEFAULT_PRECISION: Precision = 'float32';

/** Nothing inherits, every call is full, and every one computes in int8. */
export const INT8_ALONE: MaskStrategy = {
  name: 'int8',
  inherit: [],
  mode: FULL,
  semantics: 'residual',
  switching: [],
  precision: 'int8',
};

/** Int8 and nothing else, whatever its name. */
export function isInt8Alone(
  strategy: Strategy | Pick<MaskStrategy, 'kind' | 'inherit' | 'switching' | 'precision'>,
): boolean {
  if (strategy.kind === 'program') return false;
  const { inherit, switching, precision } = strategy;
  return precision === 'int8' && inherit.length === 0 && switching.length === 0;
}

/** Whether it is the baseline under another name: nothing inherits, no UNets take turns, and the arithmetic is the baseline's. */
export function changesNothing(strategy: Strategy): boolean {
  const { switching, precision } = strategy;
  return inheritsNothing(strategy) && switching.length === 0 && precision === DEFAULT_PRECISION;
}

/** Why a strategy cannot run on a device, with what to change; null where it can. */
export function precisionProblem(strategy: Pick<Strategy, 'precision'> | null, device: string): string | null {
  if (strategy?.precision !== 'int8' || device === 'cpu') return null;
  return `precision int8 on device ${device}: it is made for the CPU alone; choose the device cpu, or precision float32`;
}
