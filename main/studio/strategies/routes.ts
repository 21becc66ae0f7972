/** Strategies that a person saved. */
import type { History } from '../../history/history.ts';
import type { Implementer } from '../wire/implementer.ts';

/** Answers to `strategies`. */
export function strategyRoutes(os: Implementer['strategies'], { history }: { readonly history: History }) {
  return {
    list: os.list.handler(() => history.strategies.list()),
    save: os.save.handler(({ input }) => history.strategies.save(input.strategy)),
    remove: os.remove.handler(({ input }) => history.strategies.remove(input.id)),
  };
}
