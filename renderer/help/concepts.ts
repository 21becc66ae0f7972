/** Every concept that the help has a page for, in the order of its list. */
import type { ConceptText } from './concept.ts';
import { INHERITING } from './inheriting.ts';
import { MEASURING } from './measuring.ts';

export type ConceptId = keyof typeof INHERITING | keyof typeof MEASURING;

export interface Concept extends ConceptText {
  readonly id: ConceptId;
}

/** The list in its two parts. */
export const CONCEPT_GROUPS: readonly { readonly title: string; readonly concepts: readonly Concept[] }[] = [
  { title: 'Inheriting', concepts: listed(INHERITING) },
  { title: 'Gain, price and settings', concepts: listed(MEASURING) },
];

export const CONCEPTS: readonly Concept[] = CONCEPT_GROUPS.flatMap(({ concepts }) => concepts);

/** null for what is no concept's id. */
export function conceptOf(id: string | null): Concept | null {
  return CONCEPTS.find((concept) => concept.id === id) ?? null;
}

/** The name under which the help's address asks for a concept. */
export const ABOUT = 'about';

export function helpAddress(id: ConceptId): string {
  return `#/help?${ABOUT}=${id}`;
}

function listed(table: Readonly<Partial<Record<ConceptId, ConceptText>>>): readonly Concept[] {
  return (Object.entries(table) as [ConceptId, ConceptText][]).map(([id, text]) => ({ id, ...text }));
}
