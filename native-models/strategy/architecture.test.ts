import { expect, test } from 'vitest';

import { parseUnitId, sideOf, unitsOf } from './architecture.ts';
import { SD } from './architecture.fixture.ts';

test('SD v1.x has 22 ResUnits and 16 AttnUnits, 38 units', () => {
  const units = unitsOf(SD);
  expect(units.filter(({ kind }) => kind === 'res')).toHaveLength(22);
  expect(units.filter(({ kind }) => kind === 'attn')).toHaveLength(16);
  expect(units).toHaveLength(38);
});

test('units come in the order in which a call computes them', () => {
  const ids = unitsOf(SD).map(({ id }) => id);
  expect(ids.slice(0, 5)).toEqual(['dn0.0.res', 'dn0.0.attn', 'dn0.1.res', 'dn0.1.attn', 'dn1.0.res']);
  expect(ids.slice(12, 18)).toEqual(['dn3.0.res', 'dn3.1.res', 'mid.0.res', 'mid.0.attn', 'mid.1.res', 'up0.0.res']);
  expect(ids.at(-1)).toBe('up3.2.attn');
});

test('unit ids are read back as they are written', () => {
  for (const unit of unitsOf(SD)) expect(parseUnitId(unit.id)).toEqual(unit);
  for (const text of [
    '',
    'dn1',
    'dn1.0',
    'dn1.0.conv',
    'dn01.0.res',
    'dn1.00.res',
    'mid0.0.res',
    'dn1.0.res ',
    'up1.-1.res',
  ])
    expect(parseUnitId(text), text).toBeNull();
});

test('every block is on one side', () => {
  expect(SD.blocks.map(({ id }) => sideOf(id))).toEqual([
    ...Array.from({ length: 4 }, () => 'encoder'),
    'mid',
    ...Array.from({ length: 4 }, () => 'decoder'),
  ]);
});
