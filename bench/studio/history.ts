import { timeHistory } from '../../main/history/history.bench.ts';
import { type Row, row } from './row.ts';

/** Issued as what a history of this length may cost. */
const REACH_MS = 50;
const RUNS = 100_000;

/** What a person does in a history of 100,000 runs: turn a page, search, filter. The slowest of each kind is told. */
export async function history(): Promise<Row[]> {
  const { pages, ordered, facets } = await timeHistory(RUNS);
  const slowest = (kind: (name: string) => boolean, which: 'first' | 'further') =>
    Object.entries(pages)
      .filter(([name]) => kind(name))
      .map(([name, times]) => ({ name, row: row('', 'ms', times[which], REACH_MS) }))
      .toSorted((a, b) => b.row.spread.median - a.row.spread.median)[0]!;
  const isSearch = (name: string) => name.startsWith('search');
  const orders = Object.entries(ordered)
    .map(([name, times]) => row(`the slowest order (${name})`, 'ms', times, REACH_MS))
    .toSorted((a, b) => b.spread.median - a.spread.median);
  const search = slowest(isSearch, 'first');
  const filter = slowest((name) => !isSearch(name) && name !== 'no filter', 'first');
  const further = slowest(() => true, 'further');
  return [
    row('history of 100,000 runs: its first page, counted', 'ms', pages['no filter']!.first, REACH_MS),
    { ...further.row, what: `the slowest page from its middle (${further.name})` },
    { ...search.row, what: `the slowest search (${search.name.replace('search: ', '')})` },
    { ...filter.row, what: `the slowest filter (${filter.name})` },
    orders[0]!,
    row('everything that can be filtered by', 'ms', facets, REACH_MS),
  ];
}
