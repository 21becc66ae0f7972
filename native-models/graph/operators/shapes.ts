/** What shape rules are made of. A shape that does not fit is refused with what was expected and what was found. */
import { type ElementType, type Shape, size, told, type Value } from './value.ts';

const FLOATS: ReadonlySet<ElementType> = new Set(['float32', 'float16']);

/** NumPy broadcasting of two shapes. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`cannot broadcast ${told(a)} with ${told(b)}`);
    return x === 1 ? y : x;
  });
}

/** One dimension, counted from the end where `index` is negative. */
export function at(shape: Shape, index: number): number {
  return shape[axisOf(index, shape.length)]!;
}

/** `axis` of a tensor with `rank` of them, not negative. */
export function axisOf(axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) throw new Error(`expected an axis of ${rank}, found axis ${axis}`);
  return axis < 0 ? axis + rank : axis;
}

/** @throws unless `found` is `expected`. @param what of which value: `bias: ...`. */
export function expectShape(what: string, found: Shape, expected: Shape): void {
  if (String(found) !== String(expected)) throw new Error(`${what}: expected ${told(expected)}, found ${told(found)}`);
}

/** @throws unless a value has as many axes as it has to. */
export function expectRank(what: string, { shape }: Value, least: number, most = least): void {
  if (shape.length >= least && shape.length <= most) return;
  const wanted = least === most ? `${least}` : most === Infinity ? `${least} or more` : `${least} to ${most}`;
  throw new Error(`${what}: expected ${wanted} axes, found ${told(shape)}`);
}

/** @throws where a result would be empty, or of a length below zero. */
export function expectFilled(shape: Shape): Shape {
  if (shape.some((dim) => !(dim >= 1)) || !Number.isSafeInteger(size(shape))) {
    throw new Error(`expected a result of at least one number along each axis, found ${told(shape)}`);
  }
  return shape;
}

/** @throws unless a value is of floating-point numbers. */
export function expectFloat(what: string, { type }: Value): void {
  if (!FLOATS.has(type)) throw new Error(`${what}: expected float32 or float16, found ${type}`);
}

/**
 * float32 and float16 may meet in a graph that is being built, for weights are in the type that they are stored in: in-float-type.ts
 * casts them. @throws where types differ otherwise.
 */
export function expectAlike(values: readonly Value[]): void {
  const types = new Set(values.map(({ type }) => (FLOATS.has(type) ? 'float' : type)));
  if (types.size > 1)
    throw new Error(`expected values of one type, found ${values.map(({ type }) => type).join(' and ')}`);
}
