/** Search over the help: every word that was typed has to be found. */
import { type Concept, CONCEPTS } from './concepts.ts';
import { TERMS } from './terms.ts';

/** What a find counts: who searches for `P5` wants the page that has it among its words. */
const WEIGHTS = { word: 8, title: 5, term: 3, text: 1 } as const;

/** Concepts that speak of it, the best first; all of them, in their order, where nothing is asked. */
export function searchHelp(query: string): readonly Concept[] {
  const asked = folded(query).split(/\s+/).filter(Boolean);
  return CONCEPTS.map((concept) => ({ concept, score: scoreOf(concept, asked) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ concept }) => concept);
}

function scoreOf(concept: Concept, asked: readonly string[]): number {
  if (asked.length === 0) return 1;
  const scores = asked.map((word) => scoreOfWord(concept, word));
  return scores.every((score) => score > 0) ? scores.reduce((sum, score) => sum + score, 0) : 0;
}

function scoreOfWord({ id, title, lead, paragraphs, words }: Concept, asked: string): number {
  const terms = Object.values(TERMS).filter(({ concept }) => concept === id);
  const finds = (texts: readonly string[]) => texts.some((text) => folded(text).includes(asked));
  const isWord = words.some((word) => folded(word) === asked);
  return (
    (isWord ? WEIGHTS.word : 0) +
    (finds([title, ...words]) ? WEIGHTS.title : 0) +
    (finds(terms.map((term) => term.title)) ? WEIGHTS.term : 0) +
    (finds([lead, ...paragraphs]) ? WEIGHTS.text : 0)
  );
}

/** The dagger is a plus in files and flags. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll('+', '†');
}
