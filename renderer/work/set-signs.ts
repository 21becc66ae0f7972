/** How a mask joins the one that is there, as the palette offers it: masks are sets of units that inherit. */
import type { Combination } from './composition.ts';

export const SET_SIGNS: readonly { readonly value: Combination; readonly label: string; readonly hint: string }[] = [
  { value: 'replace', label: 'Set', hint: 'The preset takes the place of the mask.' },
  { value: 'union', label: '∪', hint: 'Unite: units inherit that either mask has.' },
  { value: 'intersect', label: '∩', hint: 'Intersect: units inherit that both masks have.' },
  { value: 'subtract', label: '−', hint: 'Subtract: units of the preset’s mask compute again.' },
];
