import { describe, expect, test } from 'vitest';

import { unitsOf } from './architecture.ts';
import { PRESETS, presetOf, resolvePreset, strategyFromPreset } from './presets.ts';
import type { PresetId } from './presets.ts';
import { parseMode } from './sampling-mode.ts';
import { BASE, SD, TINY } from './architecture.fixture.ts';

/** The blocks of SD, unit by unit, written out by hand as the presets below. */
const DN0 = 'dn0.0.res dn0.0.attn dn0.1.res dn0.1.attn';
const DN1 = 'dn1.0.res dn1.0.attn dn1.1.res dn1.1.attn';
const DN2 = 'dn2.0.res dn2.0.attn dn2.1.res dn2.1.attn';
const DN3 = 'dn3.0.res dn3.1.res';
const MID = 'mid.0.res mid.0.attn mid.1.res';
const UP0 = 'up0.0.res up0.1.res up0.2.res';
const UP1 = 'up1.0.res up1.0.attn up1.1.res up1.1.attn up1.2.res up1.2.attn';
const UP2 = 'up2.0.res up2.0.attn up2.1.res up2.1.attn up2.2.res up2.2.attn';
const UP3 = 'up3.0.res up3.0.attn up3.1.res up3.1.attn up3.2.res up3.2.attn';

const LAYER_0_DN = (block: string) => `${block}.0.res ${block}.0.attn`;
const LAYERS_0_2_UP = (block: string) => `${block}.0.res ${block}.0.attn ${block}.2.res ${block}.2.attn`;

/** Fig. 10 as the specification's table words it. */
const COMPUTED: Readonly<Record<PresetId, readonly string[]>> = {
  LI1: [
    ...['dn0', 'dn1', 'dn2'].map(LAYER_0_DN),
    'dn3.0.res',
    MID,
    'up0.0.res up0.2.res',
    ...['up1', 'up2', 'up3'].map(LAYERS_0_2_UP),
  ],
  LI2: [...['dn0', 'dn1', 'dn2'].map(LAYER_0_DN), DN3, MID, UP0, ...['up1', 'up2', 'up3'].map(LAYERS_0_2_UP)],
  LI3: [...['dn0', 'dn1'].map(LAYER_0_DN), DN2, DN3, MID, UP0, UP1, ...['up2', 'up3'].map(LAYERS_0_2_UP)],
  AI: [
    'dn0.0.res dn0.1.res dn1.0.res dn1.1.res dn2.0.res dn2.1.res dn3.0.res dn3.1.res',
    MID,
    'up0.0.res up0.1.res up0.2.res up1.0.res up1.1.res up1.2.res',
    'up2.0.res up2.1.res up2.2.res up3.0.res up3.1.res up3.2.res',
  ],
  RI: [
    'dn0.0.attn dn0.1.attn dn1.0.attn dn1.1.attn dn2.0.attn dn2.1.attn',
    MID,
    'up1.0.attn up1.1.attn up1.2.attn up2.0.attn up2.1.attn up2.2.attn up3.0.attn up3.1.attn up3.2.attn',
  ],
  IN1: [DN1, DN2, DN3, MID, UP0, UP1, UP2],
  IN2: [DN2, DN3, MID, UP0, UP1],
  IN3: [DN3, MID, UP0],
  EX1: [DN0, DN1, DN2, UP1, UP2, UP3],
  EX2: [DN0, DN1, UP2, UP3],
  EX3: [DN0, UP3],
  DE1: [UP0, UP1, UP2, UP3],
  DE2: [UP1, UP2, UP3],
  DE3: [UP2, UP3],
  EN1: [DN0, DN1, DN2, DN3],
  EN2: [DN1, DN2, DN3],
  EN3: [DN2, DN3],
  CO1: [DN0, UP0, UP1, UP2, UP3],
  CO2: [DN0, DN1, UP0, UP1, UP2, UP3],
  CO3: [UP3],
  CO4: ['dn0.0.res dn0.1.res up3.0.res up3.1.res up3.2.res'],
  CO5: ['dn0.0.attn dn0.1.attn up3.0.attn up3.1.attn up3.2.attn'],
  CO6: ['up3.0.attn up3.1.attn up3.2.attn'],
};

describe('on SD v1.x', () => {
  test('there are the 23 presets of Fig. 10', () => {
    expect(PRESETS.map(({ id }) => id)).toEqual(Object.keys(COMPUTED));
    expect(PRESETS).toHaveLength(23);
  });

  test.each(PRESETS)('$id computes $title', (preset) => {
    const { computed, inherited, leftOut } = resolvePreset(preset, SD);
    const literal = COMPUTED[preset.id].flatMap((units) => units.split(' '));
    expect(computed).toEqual(literal);
    expect(inherited).toEqual(
      unitsOf(SD)
        .map(({ id }) => id)
        .filter((id) => !literal.includes(id)),
    );
    expect(leftOut).toEqual([]);
  });

  test('each preset says how sure it is, and that the figure was not seen wherever that matters', () => {
    for (const { id, standing, evidence } of PRESETS) {
      expect(evidence.length, id).toBeGreaterThan(40);
      if (standing !== 'certain') expect(evidence, id).toContain('Fig. 10) was not at hand');
    }
  });
});

describe('on a UNet of another shape', () => {
  test('LI1 on Base inherits layer 1 of the up blocks; its down blocks have no layer 1 to leave to inheritance', () => {
    const { inherited, leftOut } = resolvePreset(presetOf('LI1'), BASE);
    expect(inherited.join(' ')).toBe('up0.1.res up1.1.res up1.1.attn up2.1.res up2.1.attn up3.1.res up3.1.attn');
    expect(leftOut).toEqual(['dn0.1', 'dn1.1', 'dn2.1', 'dn3.1']);
  });

  test('on Tiny, blocks keep their numbers and those that it lacks are named', () => {
    expect(resolvePreset(presetOf('IN2'), TINY)).toMatchObject({
      computed:
        'dn2.0.res dn2.0.attn up0.0.res up0.0.attn up0.1.res up0.1.attn up1.0.res up1.0.attn up1.1.res up1.1.attn'.split(
          ' ',
        ),
      leftOut: ['dn3', 'mid'],
    });
    expect(resolvePreset(presetOf('CO6'), TINY)).toMatchObject({ computed: [], leftOut: ['up3'] });
    expect(resolvePreset(presetOf('AI'), TINY).leftOut).toEqual(['mid']);
  });
});

test('a preset is found in either case; an unknown one is answered with the list', () => {
  expect(presetOf(' co6').id).toBe('CO6');
  expect(() => presetOf('CO7')).toThrow('strategy "CO7": no such preset; the presets are LI1, LI2, LI3, AI,');
});

test('a preset becomes a strategy, residual unless said otherwise', () => {
  const mode = parseMode('P5+');
  const strategy = strategyFromPreset('CO6', SD, mode);
  expect(strategy).toMatchObject({ name: 'CO6', mode, semantics: 'residual', switching: [] });
  expect(strategy.inherit).toHaveLength(35);
  expect(strategyFromPreset('CO6', SD, mode, 'boundary').semantics).toBe('boundary');
});
