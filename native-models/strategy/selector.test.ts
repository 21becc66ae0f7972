import { expect, test } from 'vitest';

import { unitsOf } from './architecture.ts';
import { select } from './selector.ts';
import { SD, TINY } from './architecture.fixture.ts';

test.each([
  ['mid.0.attn', ['mid.0.attn']],
  ['dn1.0', ['dn1.0.res', 'dn1.0.attn']],
  ['dn3', ['dn3.0.res', 'dn3.1.res']],
  ['up3.attn', ['up3.0.attn', 'up3.1.attn', 'up3.2.attn']],
  ['dn2-3.1', ['dn2.1.res', 'dn2.1.attn', 'dn3.1.res']],
  ['encoder.0.attn', ['dn0.0.attn', 'dn1.0.attn', 'dn2.0.attn']],
  ['decoder.2 !decoder.attn', ['up0.2.res', 'up1.2.res', 'up2.2.res', 'up3.2.res']],
  ['mid !mid.res mid.1', ['mid.0.attn', 'mid.1.res']],
  ['dn3.attn', []],
])('%s', (selector, units) => {
  expect(select(selector, SD)).toEqual({ units, leftOut: [] });
});

test('all is every unit', () => {
  expect(select('all', SD).units).toEqual(unitsOf(SD).map(({ id }) => id));
});

test('named blocks and layers that a UNet lacks are left out and said', () => {
  expect(select('mid dn2-3 up1.2.res', TINY)).toEqual({
    units: ['dn2.0.res', 'dn2.0.attn'],
    leftOut: ['mid', 'dn3', 'up1.2'],
  });
});

test('a misspelt term is refused with examples', () => {
  expect(() => select('dn1 side3', SD)).toThrow(
    'selector "side3": expected blocks, then perhaps a layer and a kind, such as up3, dn0-2.1, up3.attn or mid.0.res',
  );
  expect(() => select('dn3-1', SD)).toThrow('selector "dn3-1": write the range upwards, as dn1-3');
});
