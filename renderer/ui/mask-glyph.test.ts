import { expect, test } from 'vitest';
import { PRESETS, presetOf, resolvePreset } from '../../native-models/strategy/presets.ts';
import { CO6, SD, TINY } from '../work/example.fixture.ts';
import { glyphOf } from './mask-glyph.ts';

test('a glyph shows attention on the right and partial layers by height', () => {
  const up3 = glyphOf(SD, CO6).at(-1)!;
  expect(up3.computed).toEqual([{ x: up3.x + up3.width / 2, y: up3.y, width: up3.width / 2, height: up3.height }]);
  const dn0 = glyphOf(SD, resolvePreset(presetOf('LI1'), SD).inherited)[0]!;
  expect(dn0.computed[0]!.height).toBeCloseTo(dn0.height / 2);
  for (const preset of PRESETS) expect(glyphOf(TINY, resolvePreset(preset, TINY).inherited)).toHaveLength(6);
});
