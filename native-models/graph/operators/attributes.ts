/** Reading what a node says. Every fallback is ONNX's own default. */
import type { Attributes, Statics } from './value.ts';

/** @throws where the attribute is missing and has no fallback. */
export function int(attributes: Attributes, name: string, fallback?: number): number {
  const attribute = attributes[name];
  return given(attribute && 'int' in attribute ? attribute.int : fallback, `attribute ${name}`);
}

/** @throws where the attribute is missing and has no fallback. */
export function float(attributes: Attributes, name: string, fallback?: number): number {
  const attribute = attributes[name];
  return given(attribute && 'float' in attribute ? attribute.float : fallback, `attribute ${name}`);
}

/** @throws where the attribute is missing and has no fallback. */
export function ints(attributes: Attributes, name: string, fallback?: readonly number[]): readonly number[] {
  const attribute = attributes[name];
  return given(attribute && 'ints' in attribute ? attribute.ints : fallback, `attribute ${name}`);
}

/** A word of a list of words. */
export function word(attributes: Attributes, name: string, fallback: string): string {
  const attribute = attributes[name];
  return attribute && 'string' in attribute ? attribute.string : fallback;
}

/** Shape or pads of a node that has to have them. @throws where it has none. */
export function fixed(statics: Statics, name: keyof Statics): readonly number[] {
  return given(statics[name], `static ${name}`);
}

function given<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`its ${what} is missing`);
  return found;
}
