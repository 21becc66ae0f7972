import { describe, expect, test } from 'vitest';
import { PRESETS, presetOf, resolvePreset } from '../strategy/presets.ts';
import { builtInConfig } from './built-in.ts';
import { architectureOf } from './config.ts';
import { inheritCost, oneHalf, unetCost } from './cost.ts';
import { inheritanceOf } from './inheritance.ts';

const sd15 = builtInConfig('sd15');
const latents = oneHalf(64, 64);

test('SD 1.5 has 859.5 million parameters and takes 401.6 GMAC for one guidance half', () => {
  const cost = unetCost(sd15, latents);
  expect(cost.parameters).toBe(859_520_964); // sum(p.numel() for p in unet.parameters()) in diffusers
  expect(cost.macs / 1e9).toBeCloseTo(401.6, 1);
  expect(cost.units).toHaveLength(38);
});

/** The specification's column c: feature-inheritance presets of A-SDM's Fig. 10, 64x64 latents, residual. */
const C = {
  LI1: 0.66, LI2: 0.67, LI3: 0.76, AI: 0.53, RI: 0.6,
  IN1: 0.63, IN2: 0.38, IN3: 0.16, EX1: 0.95, EX2: 0.73, EX3: 0.49,
  DE1: 0.68, DE2: 0.66, DE3: 0.52, EN1: 0.42, EN2: 0.28, EN3: 0.2,
  CO1: 0.82, CO2: 0.9, CO3: 0.35, CO4: 0.25, CO5: 0.36, CO6: 0.26,
} as const; // prettier-ignore

test('every preset has a known c', () => {
  expect(PRESETS.map(({ id }) => id).toSorted()).toEqual(Object.keys(C).toSorted());
});

describe.each(Object.entries(C))('%s', (id, c) => {
  const { inherited } = resolvePreset(presetOf(id), architectureOf(sd15));

  test(`an inherit step costs ${c} of a full one`, () => {
    const { macShare } = inheritCost(sd15, latents, inheritanceOf(sd15, inherited, 'residual'));
    expect(Math.abs(macShare - c)).toBeLessThanOrEqual(0.01);
  });

  test('boundary semantics never cost more', () => {
    const residual = inheritCost(sd15, latents, inheritanceOf(sd15, inherited, 'residual'));
    const boundary = inheritCost(sd15, latents, inheritanceOf(sd15, inherited, 'boundary'));
    expect(boundary.macShare).toBeLessThanOrEqual(residual.macShare);
  });

  test('what inherits and what is computed add up: share = always + computed units', () => {
    const cost = unetCost(sd15, latents);
    const computed = cost.units.filter((unit) => !inherited.includes(unit.id));
    const macs = cost.always.macs + computed.reduce((sum, unit) => sum + unit.macs, 0);
    const { macShare } = inheritCost(sd15, latents, inheritanceOf(sd15, inherited, 'residual'));
    // The graph may be cheaper than the sum: a shortcut or a sampler that only fed inherited units is gone.
    expect(macShare).toBeLessThanOrEqual(macs / cost.macs + 1e-9);
  });
});

describe('published sizes of the students (BK-SDM, Table 1), in millions of parameters', () => {
  test.each([
    ['bk-base', 580],
    ['bk-small', 483],
    ['bk-tiny', 324],
    ['sd21', 866],
  ] as const)('%s', (model, millions) => {
    const { parameters } = unetCost(builtInConfig(model), latents);
    expect(Math.abs(parameters / 1e6 - millions)).toBeLessThan(1);
  });
});
