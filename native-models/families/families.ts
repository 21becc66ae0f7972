import { listed } from '../listed.ts';
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
