/** Kysely composes and types the queries, better-sqlite3 runs them at once: docs/adr/0003-history.md. */
import type { Database, Statement } from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { inWords } from './database-problem.ts';
import type { Schema } from './schema.ts';

export interface Store {
  /** Only composes: it has no connection. */
  readonly query: Kysely<Schema>;
  all<Row>(query: Compilable<Row>): readonly Row[];
  first<Row>(query: Compilable<Row>): Row | null;
  run(query: Compilable<unknown>): { readonly changes: number; readonly id: number };
  /** Grows with every row that is written. */
  writes(): number;
  /** All of it or none; may be nested. */
  atomically<T>(work: () => T): T;
}

/** More shapes of query than there are; a bound all the same. */
const MAX_STATEMENTS = 500;

export function storeOf(database: Database): Store {
  const query = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const statements = new Map<string, Statement<unknown[]>>();
  const writes = database.prepare('SELECT total_changes()').pluck();
  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const statement = database.prepare<unknown[]>(sql);
    statements.set(sql, statement);
    return statement;
  };
  const execute = <T>(
    query: Compilable<unknown>,
    how: (statement: Statement<unknown[]>, values: unknown[]) => T,
  ): T => {
    const { sql, parameters } = query.compile();
    return explained(database, () => how(prepared(sql), [...parameters]));
  };
  return {
    query,
    all: <Row>(query: Compilable<Row>) => execute(query, (statement, values) => statement.all(...values) as Row[]),
    first: <Row>(query: Compilable<Row>) =>
      execute(query, (statement, values) => (statement.get(...values) as Row | undefined) ?? null),
    run: (query) =>
      execute(query, (statement, values) => {
        const { changes, lastInsertRowid } = statement.run(...values);
        return { changes, id: Number(lastInsertRowid) };
      }),
    writes: () => writes.get() as number,
    atomically: (work) => explained(database, () => database.transaction(work)()),
  };
}

/** A disk that is full, a page that is damaged: found out by any query. */
function explained<T>(database: Database, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw inWords(cause, database.name);
  }
}

/** Any number of values as one parameter, so that the statement stays the same: `where('id', 'in', anyOf(ids))`. */
export function anyOf<T extends number | string>(values: readonly T[]): RawBuilder<T> {
  return sql<T>`(select value from json_each(${JSON.stringify(values)}))`;
}
