import { describe, expect, test } from 'vitest';
import { METRICS } from '../../native-models/metrics/metrics.ts';
import { PRESETS } from '../../native-models/strategy/presets.ts';
import { SWITCHING_PRESETS } from '../../native-models/strategy/switching.ts';
import { PRECISIONS, SAMPLER_IDS, SEMANTICS, STEP_KINDS } from '../../native-models/vocabulary.ts';
import { MODE_BUTTONS } from '../composer/timeline/modes.ts';
import { CELL_STATES } from './figures/cell-state.ts';
import { conceptOf, type ConceptId, CONCEPTS, helpAddress } from './concepts.ts';
import { FIGURES } from './figures.ts';
import { searchHelp } from './search.ts';
import { isTerm, TERMS } from './terms.ts';

const sources = Object.values(
  import.meta.glob<string>('../**/*.svelte', { query: '?raw', import: 'default', eager: true }),
);
const docs = Object.values(
  import.meta.glob<string>('../../docs/command-line.md', { query: '?raw', import: 'default', eager: true }),
);

/** Ids that stand in the sources as `<Term of="seed" />` or `<Term of={on ? 'seed' : 'unit'} />`. */
function standingIn(source: string): readonly string[] {
  return [...source.matchAll(/<Term\s[^>]*?of=(?:"([\w-]+)"|\{([^}]+)\})/g)].flatMap(([, id, expression = '']) =>
    id ? [id] : [...expression.matchAll(/'([\w-]+)'/g)].map(([, each]) => each!),
  );
}

describe('terms', () => {
  test('each stands somewhere on screen', () => {
    const standing = new Set(sources.flatMap(standingIn));
    // MetricTerm gives those of the metrics.
    for (const { id } of METRICS) standing.add(id);
    expect(Object.keys(TERMS).filter((id) => !standing.has(id))).toEqual([]);
    expect([...standing].filter((id) => !isTerm(id))).toEqual([]);
  });

  test.each(Object.entries(TERMS))('%s: two sentences, and a page', (_, { said, concept }) => {
    expect(said.match(/\.(?=\s|$)/g)).toHaveLength(2);
    expect(conceptOf(concept)).not.toBeNull();
  });

  test('every metric is explained', () => {
    for (const { id } of METRICS) expect(isTerm(id), id).toBe(true);
  });
});

describe('concepts', () => {
  test('each has a page with a figure of its own', () => {
    const figures = CONCEPTS.map(({ figure }) => figure);
    expect(new Set(figures).size).toBe(CONCEPTS.length);
    expect(figures.toSorted()).toEqual(Object.keys(FIGURES).toSorted());
    for (const { id, paragraphs, lead } of CONCEPTS) {
      expect(paragraphs.length, id).toBeGreaterThanOrEqual(2);
      expect(lead, id).toMatch(/\.$|\?$/);
      expect(conceptOf(new URLSearchParams(helpAddress(id).split('?')[1]).get('about'))?.id).toBe(id);
    }
  });

  test('what is no concept has no page', () => expect(conceptOf('constructor')).toBeNull());
});

const ids = <T extends string>(concept: ConceptId, words: readonly T[]) =>
  words.map((word): readonly [string, ConceptId] => [word, concept]);

describe('search', () => {
  test.each<readonly [string, ConceptId]>([
    ...ids(
      'presets',
      PRESETS.map(({ id }) => id),
    ),
    ...ids('semantics', SEMANTICS),
    ...ids('precision', PRECISIONS),
    ...ids('calls', SAMPLER_IDS),
    ...ids('switching', Object.keys(SWITCHING_PRESETS)),
    ...ids(
      'fidelity',
      METRICS.map(({ title }) => title),
    ),
    ...ids(
      'modes',
      MODE_BUTTONS.filter(({ label }) => label !== 'Full').map(({ label }) => label),
    ),
    ['P5+', 'modes'],
    ['full@', 'modes'],
    ['full step', 'steps'],
    ['none', 'steps'],
    ['g', 'guidance'],
    ['∪', 'sets'],
    ['standing', 'presets'],
    ['DeepCache', 'semantics'],
    ['equal time', 'rival'],
    ['MACs', 'speedup'],
    ['feature cache', 'cache'],
    ['forecast', 'programs'],
    ['guard', 'programs'],
    ['seed', 'seeds'],
    ['timestep', 'calls'],
  ])('%s is explained by %s', (word, concept) => expect(searchHelp(word)[0]?.id).toBe(concept));

  test('every kind of step and cell is spoken of', () => {
    for (const word of [...STEP_KINDS, ...CELL_STATES.filter((state) => state !== 'idle')]) {
      expect(searchHelp(word), word).not.toEqual([]);
    }
  });

  test('nothing asked finds all, in order; all words have to be found', () => {
    expect(searchHelp('  ')).toEqual(CONCEPTS);
    expect(searchHelp('boundary zebra')).toEqual([]);
    expect(searchHelp('BOUNDARY cut')[0]?.id).toBe('semantics');
  });
});

test('what the command line’s documentation explains of strategies, the help finds', () => {
  const [text = ''] = docs;
  const section = text.slice(text.indexOf('## Strategies'), text.indexOf('## Memory'));
  const written = [
    'preset',
    'none',
    'int8',
    'mask',
    'switching',
    'mode',
    'full@',
    'semantics',
    'residual',
    'boundary',
    'program',
    'inherit',
    'guidance',
    'output',
    'guard',
    'weight',
    'precision',
  ];
  for (const word of written) {
    expect(section, word).toContain(word);
    expect(searchHelp(word), word).not.toEqual([]);
  }
});
