/** Strategy files as people have them, as text, and what they mean. */
import { expect, test } from 'vitest';
import { parseStrategy } from './parse-strategy.ts';
import { strategySchema } from './schema.ts';
import stored from './stored-forms.fixture.json' with { type: 'json' };

test.each(stored)('a strategy file: $says', ({ json, means }) => {
  expect(parseStrategy(JSON.parse(json))).toEqual(means);
  // And as the contract and the rows have it.
  expect(strategySchema.parse(means)).toEqual(means);
});
