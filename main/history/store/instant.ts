import { usageProblem } from '../../base/problem.ts';

/** Instants are ISO 8601 in the contract and milliseconds in the database. */
export function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function isoOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : isoOf(milliseconds);
}

export function millisecondsOf(iso: string): number {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds))
    throw usageProblem(`${iso}: not a date`, 'Write it as 2026-10-05 or 2026-10-05T14:30Z.');
  return milliseconds;
}
