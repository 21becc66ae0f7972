/** Measures the rows of a group in turns, so that what troubles the machine troubles all alike. */
import type { Contender } from '../../sd15/contender.ts';
import { spreadOf } from '../../spread.ts';
import type { Measured } from '../results.ts';
import type { CardMemory } from './memory.ts';
import type { Pool } from './pool.ts';
import type { Group, Row } from './rows.ts';

/** Loading gigabytes, and compiling some hundred kernels. */
const PREPARE_SECONDS = 120;
const WORK_SECONDS = 30;

export interface Watcher {
  measured(row: Row, values: Measured): void;
  missing(row: Row, reason: string): void;
  memory(row: Row, bytes: number): void;
}

/**
 * Every row is prepared and done once, then come the rounds.
 * @param until the last moment (of `performance.now`) at which a turn may begin.
 */
export async function inTurns(
  group: Group,
  { pool, memory, until }: { pool: Pool; memory: CardMemory; until: number },
  watcher: Watcher,
): Promise<void> {
  const samples = new Map<Row, number[]>(group.rows.map((row) => [row, []]));
  const first = new Map<Row, number>();
  const preparedBy = new Map<Row, Contender>();
  const given = new Set<Row>();
  const prepare = async (row: Row) => {
    const watch = row.memory && !first.has(row) ? memory.watch() : null;
    const started = performance.now();
    await pool.ask(row.contender, row.prepare, PREPARE_SECONDS);
    const seconds = (performance.now() - started) / 1000;
    if (!first.has(row)) first.set(row, seconds);
    await take(row, 1);
    const bytes = watch && (await watch.most());
    if (bytes !== null) watcher.memory(row, bytes);
    preparedBy.set(row, pool.process(row.contender));
  };
  const take = async (row: Row, times: number) => {
    const request = { ...row.work, times };
    const { samples: taken = [] } = await pool.ask(row.contender, request, WORK_SECONDS);
    const all = samples.get(row)!;
    all.push(...taken);
    watcher.measured(row, {
      group: group.name,
      row: row.id,
      contender: row.contender,
      command: pool.commandOf(row.contender, request),
      seconds: { ...spreadOf(all), least: Math.min(...all) },
      firstSeconds: first.get(row)!,
    });
  };
  const attempt = async (row: Row, work: () => Promise<void>) => {
    if (given.has(row)) return;
    try {
      if (preparedBy.get(row) !== pool.process(row.contender)) await prepare(row);
      await work();
    } catch (error) {
      given.add(row);
      watcher.missing(row, (error as Error).message);
    }
  };

  for (const row of group.rows) await attempt(row, async () => {});
  for (let round = 0; round < group.rounds; round++) {
    for (const row of group.rows) {
      if (performance.now() > until) return;
      await attempt(row, () => take(row, group.times));
    }
  }
}
