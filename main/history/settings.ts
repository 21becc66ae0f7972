import type { Store } from './store/store.ts';

/** What the studio remembers of how it was left: any JSON by name. */
export interface StudioSettings {
  all(): Record<string, unknown>;
  /** Changes those that are given; null forgets one. @returns all of them. */
  set(changes: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

export function openSettings({ query, all, run, atomically }: Store): StudioSettings {
  const read = () =>
    Object.fromEntries(
      all(query.selectFrom('settings').selectAll().orderBy('key')).map(({ key, value }) => [key, JSON.parse(value)]),
    ) as Record<string, unknown>;

  const put = (key: string, json: string) =>
    query
      .insertInto('settings')
      .values({ key, value: json })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json }));

  return {
    all: read,
    set: (changes) =>
      atomically(() => {
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined) continue;
          run(value === null ? query.deleteFrom('settings').where('key', '=', key) : put(key, JSON.stringify(value)));
        }
        return read();
      }),
  };
}
