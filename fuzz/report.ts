/** What many inputs came to, as a table: counted by target and in all. */
import { ACCEPTED } from './accepted.ts';
import type { Finding } from './target.ts';

/** Counts of one target, or of all. */
export interface TargetCounts {
  readonly target: string;
  readonly inputs: number;
  readonly crashes: number;
  /** Inputs that took more than 2 s. */
  readonly hangs: number;
  /** Inputs that took more than 1 GB. */
  readonly memory: number;
  /** Errors that are not in our own words. */
  readonly raw: number;
  /** Nonsense that is accepted, with a reason in accepted.ts. */
  readonly explained: number;
  /** Nonsense that is accepted without one. */
  readonly nonsense: number;
  readonly seconds: number;
}

/** What the columns are called, and what stands in them. */
const COLUMNS: readonly (readonly [title: string, value: (counts: TargetCounts) => string | number])[] = [
  ['target', ({ target }) => target],
  ['inputs', ({ inputs }) => inputs],
  ['crashes', ({ crashes }) => crashes],
  ['hangs over 2 s', ({ hangs }) => hangs],
  ['over 1 GB', ({ memory }) => memory],
  ['raw errors', ({ raw }) => raw],
  ['nonsense', ({ nonsense }) => nonsense],
  ['accepted, with a reason', ({ explained }) => explained],
  ['inputs a second', ({ inputs, seconds }) => Math.round(inputs / seconds)],
];

const ADDED = ['inputs', 'crashes', 'hangs', 'memory', 'raw', 'explained', 'nonsense', 'seconds'] as const;

/** @param seconds with the start of the processes. */
export function countsOf(target: string, inputs: number, findings: readonly Finding[], seconds: number): TargetCounts {
  const count = (wanted: (finding: Finding) => boolean) => findings.filter(wanted).length;
  const of = (kind: Finding['outcome']['kind']) => count(({ outcome }) => outcome.kind === kind);
  const reasoned = count((finding) => reasonFor(finding) !== null);
  return {
    target,
    inputs,
    crashes: of('crash'),
    hangs: of('hang'),
    memory: of('memory'),
    raw: of('raw'),
    explained: reasoned,
    nonsense: of('nonsense') - reasoned,
    seconds,
  };
}

/** All of them together. */
export function totalOf(all: readonly TargetCounts[]): TargetCounts {
  const sums = Object.fromEntries(ADDED.map((key) => [key, all.reduce((sum, each) => sum + each[key], 0)]));
  return { target: 'all', ...sums } as TargetCounts;
}

/** In Markdown, so that docs can have it as it is. */
export function asTable(rows: readonly TargetCounts[]): string {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, value]) => String(value(row))))];
  const widths = COLUMNS.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head, ...body] = cells;
  return [line(head!), rule, ...body.map(line)].join('\n');
}

/** The nonsense that was accepted for a reason, with that. */
export function explained(findings: readonly Finding[]): readonly string[] {
  const words = findings.flatMap((finding) => (reasonFor(finding) === null ? [] : [wordsOf(finding)]));
  return [...new Set(words)].map((each) => `Accepted: ${each}: ${ACCEPTED[each]!}`);
}

function reasonFor(finding: Finding): string | null {
  return finding.outcome.kind === 'nonsense' ? (ACCEPTED[finding.outcome.words] ?? null) : null;
}

function wordsOf({ outcome }: Finding): string {
  return 'words' in outcome ? outcome.words : '';
}
