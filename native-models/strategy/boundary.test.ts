import { expect, test } from 'vitest';

import type { UnitId } from './architecture.ts';
import { unitsOf } from './architecture.ts';
import { analyseBoundary } from './boundary.ts';
import { presetOf, PRESETS, resolvePreset } from './presets.ts';
import { SD, TINY } from './architecture.fixture.ts';

const ids = (architecture = SD) => unitsOf(architecture).map(({ id }) => id);
const allBut = (computed: readonly UnitId[], architecture = SD) =>
  ids(architecture).filter((id) => !computed.includes(id));

test('computing up3.2 alone is branch 0 of DeepCache', () => {
  const { prefix, cuts } = analyseBoundary(SD, allBut(['up3.2.res', 'up3.2.attn']));
  expect(prefix).toEqual(ids().slice(0, 36));
  expect(cuts).toEqual(['up3.2.res']);
});

test.each([
  ['EX1', [], ['up1.0.res']],
  ['EX2', [], ['up2.0.res']],
  ['EX3', [], ['up3.0.res']],
  ['CO1', [], ['up0.0.res']],
  ['CO2', [], ['up0.0.res']],
  ['CO4', [], ['up3.0.res']],
  ['CO5', ['dn0.0.res'], ['up3.0.attn']],
  ['RI', ['dn0.0.res'], []],
  ['IN1', ['dn0.0.res', 'dn0.0.attn', 'dn0.1.res', 'dn0.1.attn'], []],
  ['EN1', [], []],
  ['LI1', [], []],
  ['AI', [], []],
])('%s', (preset, prefix, cuts) => {
  expect(analyseBoundary(SD, resolvePreset(presetOf(preset), SD).inherited)).toEqual({ prefix, cuts });
});

test.each([
  ['DE1', 'up0.0.res'],
  ['DE2', 'up1.0.res'],
  ['DE3', 'up2.0.res'],
  ['CO3', 'up3.0.res'],
  ['CO6', 'up3.0.attn'],
] as const)('%s inherits the encoder and mid: prefix and cut at %s', (preset, cut) => {
  const { prefix, cuts } = analyseBoundary(SD, resolvePreset(presetOf(preset), SD).inherited);
  expect(prefix).toEqual(ids().slice(0, ids().indexOf(cut)));
  expect(cuts).toEqual([cut]);
});

test('a run inside the decoder or after the first unit of mid cuts nothing', () => {
  expect(analyseBoundary(SD, ['up0.0.res', 'up0.1.res']).cuts).toEqual([]);
  expect(analyseBoundary(SD, ['mid.0.attn', 'mid.1.res']).cuts).toEqual([]);
  expect(analyseBoundary(SD, ['mid.0.res', 'mid.0.attn', 'mid.1.res']).cuts).toEqual(['up0.0.res']);
});

test('without a mid the run must start in the encoder', () => {
  expect(analyseBoundary(TINY, ['dn2.0.attn']).cuts).toEqual(['up0.0.res']);
  expect(analyseBoundary(TINY, ['up0.0.res']).cuts).toEqual([]);
});

test('nothing inherited: nothing cached; everything inherited: all prefix, no cut', () => {
  expect(analyseBoundary(SD, [])).toEqual({ prefix: [], cuts: [] });
  expect(analyseBoundary(SD, ids())).toEqual({ prefix: ids(), cuts: [] });
});

test('prefix units are inherited, cuts are computed units of the decoder', () => {
  for (const preset of PRESETS) {
    const { computed, inherited } = resolvePreset(preset, SD);
    const { prefix, cuts } = analyseBoundary(SD, inherited);
    for (const id of prefix) expect(inherited).toContain(id);
    for (const id of cuts) {
      expect(computed).toContain(id);
      expect(id).toMatch(/^up/);
    }
  }
});
