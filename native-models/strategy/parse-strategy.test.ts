import { expect, test } from 'vitest';

import { parseStrategy } from './parse-strategy.ts';
import { SD, TINY } from './architecture.fixture.ts';

const FILE = { name: 'mine', inherit: ['dn1.0.res', 'mid.0.attn', 'dn1.0.res'], mode: 'P5†', semantics: 'boundary' };

test('a mask file becomes a strategy', () => {
  expect(parseStrategy(FILE, SD)).toEqual({
    name: 'mine',
    inherit: ['dn1.0.res', 'mid.0.attn'],
    mode: { kind: 'periodic', period: 5, tail: 10 },
    semantics: 'boundary',
    switching: [],
    precision: 'float32',
  });
});

test('P5+, residual and float32 where the file is silent', () => {
  expect(parseStrategy({ name: 'mine', inherit: [] })).toEqual({
    name: 'mine',
    inherit: [],
    mode: { kind: 'periodic', period: 5, tail: 10 },
    semantics: 'residual',
    switching: [],
    precision: 'float32',
  });
});

test('mode and switching may be objects', () => {
  expect(parseStrategy({ ...FILE, mode: { kind: 'periodic', period: 3 } })).toMatchObject({
    mode: { kind: 'periodic', period: 3, tail: 0 },
  });
  expect(parseStrategy({ ...FILE, mode: { kind: 'explicit', fullCalls: [9, 4] } })).toMatchObject({
    mode: { kind: 'explicit', fullCalls: [0, 4, 9] },
  });
  expect(parseStrategy({ ...FILE, switching: [{ unet: 'base', calls: 3 }] }).switching).toEqual([
    { unet: 'base', calls: 3 },
  ]);
  expect(parseStrategy({ ...FILE, switching: 'S3' }).switching).toHaveLength(2);
});

test('a file may ask for int8', () => {
  expect(parseStrategy({ ...FILE, precision: 'int8' }).precision).toBe('int8');
});

test('a strategy is read back from its own JSON', () => {
  const strategy = parseStrategy({ ...FILE, switching: 'S1' });
  expect(parseStrategy(JSON.parse(JSON.stringify(strategy)))).toEqual(strategy);
});

test('without a UNet at hand only the spelling of units counts', () => {
  expect(parseStrategy({ ...FILE, inherit: ['dn9.0.res'] })).toMatchObject({ inherit: ['dn9.0.res'] });
});

test.each([
  ['dn9.0.res', SD, '"dn9.0.res" is not a unit of this UNet; its down blocks are dn0..dn3'],
  ['up3.0.res', TINY, '"up3.0.res" is not a unit of this UNet; its up blocks are up0..up2'],
  ['mid.0.res', TINY, '"mid.0.res" is not a unit of this UNet; it has no mid block'],
  ['dn3.0.attn', SD, '"dn3.0.attn" is not a unit of this UNet; its dn3 has no AttnUnits'],
  ['mid.1.attn', SD, '"mid.1.attn" is not a unit of this UNet; its mid has one AttnUnit, in layer 0'],
  ['up3.3.res', SD, '"up3.3.res" is not a unit of this UNet; the ResUnits of its up3 are in layers 0..2'],
  ['dn1', SD, '"dn1" is not a unit id; write block.layer.kind, such as dn1.0.res, mid.0.attn or up3.2.attn'],
])('unit %s', (id, architecture, complaint) => {
  expect(() => parseStrategy({ ...FILE, inherit: ['dn0.0.res', id] }, architecture)).toThrow(
    `inherit[1]: ${complaint}`,
  );
});

test.each([
  [{ ...FILE, name: ' ' }, 'name: give the strategy a name, such as "my mask"'],
  [{ name: 'mine' }, 'inherit: list the ids of the units that inherit, such as ["dn1.0.res", "mid.0.attn"]'],
  [{ ...FILE, mode: 'Q5' }, 'mode "Q5": expected full, P<n> (P5)'],
  [{ ...FILE, mode: 5 }, 'mode: expected text such as "P5+", {"kind": "periodic"'],
  [{ ...FILE, mode: { kind: 'periodic', period: 0 } }, 'mode.period: expected a whole number from 1'],
  [{ ...FILE, mode: { kind: 'periodic', period: 1.5 } }, 'mode.period: expected a whole number from 1'],
  [{ ...FILE, mode: { kind: 'explicit', fullCalls: [-1] } }, 'mode.fullCalls[0]: expected a whole number from 0'],
  [{ ...FILE, inherit: [3] }, 'inherit[0]: write unit ids as text, such as "dn1.0.res"'],
  [{ ...FILE, precision: 'int4' }, 'precision: expected "float32" or "int8"'],
  [{ ...FILE, semantics: 'none' }, 'semantics: expected "residual" or "boundary"'],
  [{ ...FILE, switching: 'base:0' }, 'switching "base:0": "base:0" is no segment'],
  [
    { ...FILE, units: [] },
    'strategy: "units" means nothing here; the keys are name, inherit, mode, semantics, switching and precision',
  ],
  ['CO6', 'strategy: expected an object such as {"name": "my mask"'],
])('%j is refused', (json, message) => {
  expect(() => parseStrategy(json, SD)).toThrow(message);
});

test('every mistake is told at once', () => {
  expect(() => parseStrategy({ ...FILE, inherit: ['a', 'b'], mode: 'P0' })).toThrow(
    /^inherit\[0\].*\ninherit\[1\].*\nmode/,
  );
});
