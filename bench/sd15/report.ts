/** The text of docs/performance.md about Stable Diffusion 1.5, made from what was measured. */
import { PRESETS } from '../../native-models/strategy/presets.ts';
import { describeMachine } from '../machine.ts';
import { table } from '../record.ts';
import { macShareOf } from './mac-share.ts';
import { finder, inheritRatio, isMet, presetCalls, type Find, type Target, targetsOf } from './targets.ts';
import type { Measured, Results } from './results.ts';
import type { Sample } from './measure.ts';
import { type Block, blocks, type Group, GROUPS, SEMANTICS } from './rows.ts';

const GIB = 2 ** 30;
/** Above this share of the machine taken by others a time is hardly more than a hint. */
const BUSY = 0.1;

export function report(results: Results): string {
  const find = finder(results);
  const versions = Object.entries(results.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${describeMachine(results.machine)}; ${results.threads} threads each. Peers: ${versions.join(', ')}.`,
    'A call is both guidance halves of one picture, 512x512, f32. "Others" is the share of the machine that other programs took ' +
      'while a row was measured: CPU time is then the better witness.',
    busyWarning(results),
    '### Reached or not',
    targetTable(targetsOf(find)),
    ...(Object.keys(GROUPS) as Group[])
      .filter((group) => group !== 'presets')
      .map((group) => groupSection(group, find)),
    presetSection(find),
    missingSection(results),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function busyWarning({ measured }: Results): string {
  const timed = measured.filter(({ measures }) => measures === 'seconds');
  const busy = timed.filter(({ othersShare }) => (othersShare ?? 0) > BUSY);
  if (busy.length === 0) return '';
  const most = Math.max(...timed.map(({ othersShare }) => othersShare ?? 0));
  return (
    `**The machine was not quiet:** in ${busy.length} of ${timed.length} timed rows other programs took more than ${percent(BUSY)} ` +
    `of it, ${percent(most)} at most. Ratios within one block are of rows that were measured in turns.`
  );
}

function targetTable(rows: readonly Target[]): string {
  return table(
    ['what', 'reach', 'measured', 'reached', 'estimate from single calls'],
    rows.map((row) => {
      const reached = isMet(row);
      return [
        row.what,
        `${row.better === 'less' ? 'at most' : 'at least'} ${number(row.limit, row.unit)}`,
        [row.measured === null ? 'not yet' : number(row.measured, row.unit), row.note].filter(Boolean).join('; '),
        reached === null ? '' : reached ? 'yes' : 'no',
        row.estimate === undefined || row.estimate === null ? '' : number(row.estimate, row.unit),
      ];
    }),
  );
}

/** In the order of rows.ts, in whichever they were measured. */
function groupSection(group: Group, find: Find): string {
  const rows = blocks()
    .filter((block) => block.group === group)
    .flatMap((block) => block.rows.map(({ id }) => find(block.id, id)))
    .filter((each) => each !== null);
  if (rows.length === 0) return '';
  const lines = rows.map((each) => [
    each.block.slice(group.length + 1),
    each.row,
    value(each),
    each.measures !== 'seconds' ? '' : `${each.cpuSeconds.toFixed(1)} s`,
    each.measures !== 'seconds' || each.othersShare === null ? '' : percent(each.othersShare),
    String(each.value.count),
  ]);
  const head = ['block', 'row', 'median [quartiles]', 'CPU time', 'others', 'rounds'];
  return `### ${title(GROUPS[group])}\n\n${table(head, lines)}`;
}

function presetSection(find: Find): string {
  const lines = PRESETS.flatMap(({ id }) => {
    const cells = SEMANTICS.map((semantics) => {
      const { inherit, full } = presetCalls(find, id, semantics);
      if (!inherit || !full) return ['', '', ''];
      const cpu = inherit.cpuSeconds / full.cpuSeconds;
      return [macShareOf(id, semantics), inheritRatio(find, id, semantics)!, cpu].map((each) => each.toFixed(3));
    });
    return cells.flat().some(Boolean) ? [[id, ...cells.flat()]] : [];
  });
  if (lines.length === 0) return '';
  const head = ['preset', ...SEMANTICS.flatMap((semantics) => [`c, ${semantics}`, 'time', 'CPU time'])];
  return (
    `### An inherit call of every preset / a full call\n\nc is its share of the full call's MACs; beside it its share of the time, ` +
    `and of the CPU time, of the full calls measured in the same turns.\n\n${table(head, lines)}`
  );
}

function missingSection({ missing }: Results): string {
  if (missing.length === 0) return '';
  const lines = missing.map(({ block, row, reason }) => [block, row, reason]);
  return `### Could not be measured\n\n${table(['block', 'row', 'why'], lines)}`;
}

/** One sample, as it comes. */
export function inWords({ measures }: Block, { value, cpuSeconds, othersShare }: Sample): string {
  if (measures === 'memory') return `${(value / GIB).toFixed(2)} GiB`;
  const others = othersShare === null ? '' : `, others ${percent(othersShare)}`;
  return `${value.toFixed(2)} s${measures === 'start' ? '' : `, CPU ${cpuSeconds.toFixed(2)} s${others}`}`;
}

function value({ measures, value: { median, quartiles, count } }: Measured): string {
  if (measures === 'memory') return `${(median / GIB).toFixed(2)} GiB`;
  const seconds = (each: number) => each.toFixed(each < 10 ? 2 : 1);
  return `${seconds(median)} s${count > 1 ? ` [${quartiles.map(seconds).join(', ')}]` : ''}`;
}

const number = (value: number, unit: Target['unit']): string => {
  const digits = unit === '' ? value.toFixed(3) : value.toFixed(2);
  return unit === 'x' || unit === '' ? `${digits}${unit}` : `${digits} ${unit}`;
};
const percent = (share: number): string => `${Math.round(100 * share)}%`;
const title = (words: string): string => words[0]!.toUpperCase() + words.slice(1);
