import type { FamilyId } from '../vocabulary.ts';
import type { Family } from './family.ts';
import { sd1 } from './sd1.ts';
import { sd2 } from './sd2.ts';

export type Families = Readonly<Record<string, Family>>;

/** The models that we run. */
export const FAMILIES = { sd1, sd2 } satisfies Record<FamilyId, Family>;

/** For errors: `Stable Diffusion 1.x and 2.x`. */
export function namesOf(families: Families): string {
  const versions = Object.values(families).map(({ version }) => version);
  return `Stable Diffusion ${listed(versions, 'and')}`;
}

/** `a`, `a or b`, `a, b or c` */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  const all = [...new Set(words)];
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} ${last} ${all.at(-1)}`;
}
