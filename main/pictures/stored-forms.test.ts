import { describe, expect, test } from 'vitest';
import { parseGridRecord } from './grid-record.ts';
import { parametersText } from './parameters.ts';
import { parseRecord } from './picture-record.ts';
import { readParameters } from './programs/take-over.ts';
import stored from './stored-forms.fixture.json' with { type: 'json' };

/** What all of it means that is older than the choice. */
const PLAIN = { promptSyntax: 'plain' };

describe.each(stored.records)('the record of a picture: $says', ({ json, means, parameters, read }) => {
  test('is read as what it means', () => {
    expect(parseRecord(json, 'picture.png')).toEqual({ ...means, ...PLAIN });
  });

  test('has the parameters that it always had, and they are read as ever', () => {
    expect(parametersText(parseRecord(json, 'picture.png'))).toBe(parameters);
    expect(readParameters(parameters)).toEqual({ ...read, settings: { ...read.settings, ...PLAIN } });
  });
});

test.each(stored.others)('parameters of other programs: $text', ({ text, read }) => {
  const weighted = { ...read.settings, promptSyntax: 'a1111' };
  expect(JSON.parse(JSON.stringify(readParameters(text)))).toEqual({ ...read, settings: weighted });
});

test.each(stored.grids)('the record of a grid: $says', ({ json, means }) => {
  expect(parseGridRecord(json, 'grid.png')).toEqual({ ...means, settings: { ...means.settings, ...PLAIN } });
});
