import { expect, test } from 'vitest';
import { parseStrategy } from './parse-strategy.ts';
import stored from './stored-forms.fixture.json' with { type: 'json' };

test.each(stored)('a strategy file: $says', ({ json, means }) => {
  expect(parseStrategy(JSON.parse(json))).toEqual(means);
});
