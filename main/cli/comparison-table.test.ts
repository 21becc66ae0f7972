import { expect, test } from 'vitest';
import { doubtInWords } from '../../native-models/strategy/doubtful-speedup.ts';
import { doubted, exampleComparison } from '../compare/comparison.fixture.ts';
import { resultsOf } from '../export/comparison/comparison-files.ts';
import { comparisonTable, countsInWords, doubtsOf } from './comparison-table.ts';

const cases = [
  { prompt: 'a fox', seed: 1 },
  { prompt: 'a hare', seed: 2 },
];
const comparison = exampleComparison({ cases, strategies: ['CO6', 'CO3'], rivals: true });
const odd = doubted(
  comparison,
  new Map([
    [1, 'far-below-ideal'],
    [4, 'beyond-ideal'],
  ] as const),
);

test('the table marks doubtful speed-ups, and each is spelled out below', () => {
  expect(comparisonTable(comparison)).not.toContain('!');
  expect(doubtsOf(comparison)).toEqual([]);
  const lines = comparisonTable(odd).split('\n');
  const marked = lines.filter((line) => line.includes('! ')).map((line) => /! [\d.]+×/.exec(line)?.[0]);
  expect(marked).toEqual(['! 1.83×', '! 1.62×']);
  expect(doubtsOf(odd)).toEqual([
    `! CO6 P5†: 1.83× of an ideal 1.94×. ${doubtInWords('far-below-ideal')}`,
    `! same time: plain, 27 steps: 1.62× of an ideal 1.72×. ${doubtInWords('beyond-ideal')}`,
  ]);
});

test('what its medians are of is said under it', () => {
  const { settings } = comparison;
  expect(countsInWords(comparison)).toBe('\nMedians of 2 pictures.');
  expect(countsInWords({ ...comparison, settings: { ...settings, repeats: 3 } })).toBe(
    '\nMedians of 2 pictures by 3 repeats.',
  );
  expect(countsInWords(exampleComparison({ cases: cases.slice(1), strategies: ['CO6'] }))).toBe('');
});

test('results.json has the doubt of each row, and the medians', () => {
  const { rows, medians } = resultsOf(odd);
  expect(rows.map(({ doubt }) => doubt)).toEqual([
    null,
    null,
    'far-below-ideal',
    'far-below-ideal',
    null,
    null,
    null,
    null,
    'beyond-ideal',
    'beyond-ideal',
  ]);
  expect(medians.map(({ role, strategy, runs, doubt }) => [role, strategy, runs, doubt])).toEqual([
    ['inheritance', 'CO6', 2, 'far-below-ideal'],
    ['plain', 'plain 27 steps', 2, null],
    ['inheritance', 'CO3', 2, null],
    ['plain', 'plain 27 steps', 2, 'beyond-ideal'],
  ]);
  expect(medians[0]?.speedup).toBeCloseTo(1.83, 12);
});
