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
      all(query.selectFrom('settings').selectAll().orderBy('key')).flatMap(({ key, value }) => {
        const json = parsed(value);
        return json === undefined ? [] : [[key, json] as const];
      }),
    );

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

/** undefined where it is damaged: that counts as never set, so that the pages open and it can be set again. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
