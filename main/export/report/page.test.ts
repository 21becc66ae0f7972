import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { doubtInWords } from '../../../native-models/strategy/doubtful-speedup.ts';
import { doubted, exampleComparison } from '../../compare/comparison.fixture.ts';
import { comparisonPage } from './page.ts';

const cases = [
  { prompt: '</script><script>alert(1)</script>', seed: 4127 },
  { prompt: 'a rocket & "stars"', seed: 11 },
];
const page = comparisonPage(exampleComparison({ cases, strategies: ['CO6', 'CO3'], rivals: true }));

const between = (text: string, start: string, end: string) => text.split(start)[1]?.split(end)[0] ?? '';
const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the page of a comparison', () => {
  it('asks nobody for anything', () => {
    expect(page).not.toMatch(/(src|href)="(?!data:)[^"]/);
    expect(page).not.toMatch(/url\((?!data:|#)/);
    expect(page).toContain("default-src 'none'");
  });

  it('allows its own style and script, and no other', () => {
    const policy = between(page, 'Content-Security-Policy" content="', '"');
    expect(policy).toContain(`style-src ${sha256(between(page, '<style>', '</style>'))}`);
    expect(policy).toContain(`script-src ${sha256(between(page, '<script>', '</script>'))}`);
  });

  it('shows prompts as text, whatever they hold', () => {
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).toContain('a rocket &#38; &#34;stars&#34;');
  });

  it('gives every picture and every number, with words for those who cannot see', () => {
    expect(page.match(/<td[^>]*><img /g)).toHaveLength(2 * 5);
    expect(page.match(/<img [^>]*>/g)?.every((tag) => / alt="[^"]+"/.test(tag))).toBe(true);
    for (const text of ['P5†', '1.83×', '40.3 dB', '0.989', 'Plain 27 steps']) expect(page).toContain(text);
    expect(page).toContain('aria-label="19 of 51 calls full"');
  });

  it('marks every doubtful speed-up, says why, and makes no headline of it', () => {
    expect(page).not.toContain('Doubtful');
    const comparison = exampleComparison({ cases, strategies: ['CO6', 'CO3'] });
    const words = doubtInWords('beyond-ideal');
    const odd = comparisonPage(doubted(comparison, new Map([[1, 'beyond-ideal']])));
    // Over the column, under both pictures, in the table.
    expect(odd.split(`aria-label="doubtful: ${words}"`)).toHaveLength(1 + 4);
    expect(odd).toContain(`<li>${words}</li>`);
    expect(odd).toContain(`. Doubtful: ${words}`);
    expect(between(odd, '<section class="headline"', '</section>')).toMatch(/1\.76×[^]*<b>CO3 P5†<\/b>/);
    // Where nothing else is there, it is told with its doubt.
    const all = comparisonPage(
      doubted(
        comparison,
        new Map([
          [1, 'beyond-ideal'],
          [2, 'beyond-ideal'],
        ] as const),
      ),
    );
    const headline = between(all, '<section class="headline"', '</section>');
    expect(headline).toMatch(/1\.83×[^]*median of 2 pictures/);
    expect(headline).toContain(`picture. ${words}`);
  });

  it('says what the runs warned of, each once', () => {
    expect(page).not.toContain('Warnings');
    const warned = exampleComparison({ cases, strategies: ['CO6'] });
    const columns = warned.columns.map((column) => ({
      ...column,
      cells: column.cells.map((cell) => ({ ...cell, row: { ...cell.row, warnings: ['<b> was left out'] } })),
    }));
    expect(comparisonPage({ ...warned, columns }).match(/<li>&#60;b&#62; was left out<\/li>/g)).toHaveLength(1);
  });
});
