/** What a concept of the help is: a page each, with a figure that moves. */
import type { FigureId } from './figures.ts';

export interface ConceptText {
  readonly title: string;
  /** One sentence: under the title, and in the list. */
  readonly lead: string;
  readonly paragraphs: readonly string[];
  readonly figure: FigureId;
  /** Where it is from: the paper's figure or equation, or another's. */
  readonly source: string;
  /** What else people may search for. */
  readonly words: readonly string[];
}
