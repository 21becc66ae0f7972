import { expect, test } from 'vitest';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import { modesIn } from './mode-list.ts';

test.each(['P2, P5+, full@0,7,13', 'P2 P5+;full@0, 7 ,13', ' P2,P5+,, full@0,7,13, ', 'P2\nP2\nP5+ full@0,7,13'])(
  'a comma parts modes, and the calls of one: %j',
  (text) => {
    expect(modesIn(text)).toEqual({ values: ['P2', 'P5+', 'full@0,7,13'].map(parseMode), problem: null });
  },
);

test('what is no mode is said', () => {
  expect(modesIn('P2, nonsense').problem).toContain('nonsense');
});
