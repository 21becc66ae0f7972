/** Strategies that a person saved. */
import type { History } from '../../history/history.ts';
import type { Implementer } from '../wire/implementer.ts';

/** Answers to `strategies`. */
export function strategyRoutes(os: Implementer['strategies'], { history }: { readonly history: History }) {
  return {
    list: os.list.handler(() => history.strategies.list().map(mutable)),
    save: os.save.handler(({ input }) => mutable(history.strategies.save(input.strategy as never))),
    remove: os.remove.handler(({ input }) => history.strategies.remove(input.id)),
  };
}

/** The contract's types are mutable (zod's), ours are not; over the wire both are copies. */
function mutable<T>(value: T): T extends { strategy: infer S } ? Omit<T, 'strategy'> & { strategy: Mutable<S> } : T {
  return value as never;
}
type Mutable<T> = T extends readonly (infer U)[]
  ? Mutable<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
