/** What was measured, as bench/results/sd15.json keeps it: row by row, so that a bench that was stopped goes on where it was. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../main/base/places.ts';
import { type Machine, thisMachine } from '../machine.ts';
import { recordResults } from '../record.ts';
import { quantile, type Spread, spreadOf } from '../spread.ts';
import type { Outcome, Sample } from './measure.ts';
import type { Block, Row } from './rows.ts';

const NAME = 'sd15';
const FILE = join(PACKAGE_ROOT, 'bench', 'results', `${NAME}.json`);

export interface Measured {
  readonly block: string;
  readonly row: string;
  readonly measures: Block['measures'];
  readonly date: string;
  /** Of the repository; null outside one. `+` where files were changed since. */
  readonly commit: string | null;
  /** Seconds, or bytes. */
  readonly value: Spread & { readonly least: number };
  readonly cpuSeconds: number;
  /** Medians: the share of the machine that other programs took, and the load average before. */
  readonly othersShare: number | null;
  readonly loadAverage: number;
}

export interface Missing {
  readonly block: string;
  readonly row: string;
  readonly reason: string;
}

export interface Results {
  readonly machine: Machine;
  readonly threads: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly measured: readonly Measured[];
  readonly missing: readonly Missing[];
}

/** Of whatever machine they are; null where there are none. */
export function savedResults(): Results | null {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Results) : null;
}

/** To be added to: of this machine, none where those that are kept are of another. */
export function resultsToGoOnWith(fresh: Pick<Results, 'threads' | 'versions'>): Results {
  const machine = thisMachine();
  const none: Results = { machine, ...fresh, measured: [], missing: [] };
  const earlier = savedResults();
  if (!earlier) return none;
  const same =
    earlier.machine.processor === machine.processor &&
    earlier.machine.cores === machine.cores &&
    earlier.threads === fresh.threads;
  return same ? { ...earlier, machine, ...fresh } : none;
}

export const writeResults = (results: Results): Promise<void> => recordResults(NAME, results);

/** The rows of a block that were not measured yet. */
export function unmeasured(block: Block, { measured }: Results): readonly Row[] {
  return block.rows.filter(({ id }) => !measured.some((each) => each.block === block.id && each.row === id));
}

/** The results with the outcomes of a block's rows in the place of earlier ones. */
export function withOutcomes(
  results: Results,
  block: Block,
  outcomes: ReadonlyMap<string, Outcome>,
  at: { readonly date: string; readonly commit: string | null },
): Results {
  const others = <T extends { readonly block: string; readonly row: string }>(rows: readonly T[]) =>
    rows.filter((each) => each.block !== block.id || !outcomes.has(each.row));
  const measured: Measured[] = [];
  const missing: Missing[] = [];
  for (const [row, outcome] of outcomes) {
    if ('missing' in outcome) missing.push({ block: block.id, row, reason: outcome.missing });
    else measured.push({ block: block.id, row, measures: block.measures, ...at, ...summary(outcome.samples) });
  }
  return {
    ...results,
    measured: [...others(results.measured), ...measured],
    missing: [...others(results.missing), ...missing],
  };
}

function summary(samples: readonly Sample[]): Pick<Measured, 'value' | 'cpuSeconds' | 'othersShare' | 'loadAverage'> {
  const values = samples.map(({ value }) => value);
  const middle = (of: (sample: Sample) => number) => quantile(samples.map(of), 0.5);
  return {
    value: { ...spreadOf(values), least: Math.min(...values) },
    cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
    othersShare: samples.some(({ othersShare }) => othersShare === null)
      ? null
      : middle(({ othersShare }) => othersShare!),
    loadAverage: middle(({ loadAverage }) => loadAverage),
  };
}
