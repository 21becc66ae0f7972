import { describe, expect, test } from 'vitest';

import type { Architecture } from './architecture.ts';
import { unitsOf } from './architecture.ts';
import { lifetimesOf } from './lifetime.ts';
import type { Plan } from './plan.ts';
import { countFull, kindsOf, planRun } from './plan.ts';
import { strategyFromPreset } from './presets.ts';
import { explicitMode, parseMode } from './sampling-mode.ts';
import type { MaskStrategy } from './strategy.ts';
import { parseSwitching, unetsOf } from './switching.ts';
import { BASE, SD, TINY } from './architecture.fixture.ts';

const strategyOf = (parts: Partial<MaskStrategy> & { readonly inMode?: string } = {}): MaskStrategy => {
  const { inMode = 'P5', ...rest } = parts;
  return { ...strategyFromPreset('CO3', SD, parseMode(inMode)), ...rest };
};

/** `X` full with extract, `F` full, `.` inherit. */
const drawn = (plan: Plan) => {
  const lifetimes = lifetimesOf(plan);
  return kindsOf(plan)
    .map((kind, call) => (kind === 'inherit' ? '.' : lifetimes[call]!.features.size > 0 ? 'X' : 'F'))
    .join('');
};

describe('one UNet', () => {
  test('P5+ at 50 calls: 18 full, 32 inherit; a full step extracts only what a later call reads', () => {
    const plan = planRun(strategyOf({ inMode: 'P5+' }), 50, [SD]);
    expect(drawn(plan)).toBe('X....X....X....X....X....X....X....X....FFFFFFFFFF');
    expect(countFull(plan)).toBe(18);
    expect(plan.warnings).toEqual([]);
  });

  test('PNDM makes 51 calls of 50 steps: the plan goes by calls', () => {
    const plan = planRun(strategyOf({ inMode: 'P5+' }), 51, [SD]);
    expect(drawn(plan)).toBe('X....X....X....X....X....X....X....X....FFFFFFFFFFF');
    expect(countFull(plan)).toBe(19);
  });

  test.each([
    ['P5', 11, 'X....X....F'],
    ['P2', 5, 'X.X.F'],
    ['P2+', 12, 'X.FFFFFFFFFF'],
    ['P2+', 14, 'X.X.FFFFFFFFFF'],
    ['P5+1', 5, 'X...F'],
    ['full@0,2,3', 6, 'X.FX..'],
  ])('%s at %i calls is %s', (mode, calls, expected) => {
    expect(drawn(planRun(strategyOf({ inMode: mode }), calls, [SD]))).toBe(expected);
  });

  test.each([
    ['no strategy', null],
    ['an empty mask', strategyOf({ inherit: [] })],
    ['every call full', strategyOf({ inMode: 'full' })],
    ['a mask of units that this UNet lacks', strategyOf({ inherit: ['dn7.0.res'] })],
  ])('%s: neither extract nor inherit', (_, strategy) => {
    const plan = planRun(strategy, 6, [SD]);
    expect(drawn(plan)).toBe('FFFFFF');
    expect(countFull(plan)).toBe(6);
  });

  test('the mask of a run is what this UNet has of it; the rest is a warning', () => {
    const plan = planRun(strategyOf({ inherit: ['up3.2.attn', 'dn0.0.res', 'dn0.1.res'] }), 5, [BASE]);
    expect(plan.unets).toEqual([{ name: null, mask: ['dn0.0.res'], leftOut: ['up3.2.attn', 'dn0.1.res'] }]);
    expect(plan.warnings).toEqual(['this UNet has no up3.2.attn, dn0.1.res: left out of the mask']);
  });

  test('what a preset speaks of and this UNet lacks is said: blocks on Tiny, layers on Base', () => {
    const co3 = strategyFromPreset('CO3', TINY, parseMode('P5'));
    expect(planRun(co3, 5, [TINY]).warnings).toContain('this UNet has no up3: left out of CO3');
    const li1 = strategyFromPreset('LI1', BASE, parseMode('P5'));
    expect(planRun(li1, 5, [BASE]).warnings).toEqual(['this UNet has no dn0.1, dn1.1, dn2.1, dn3.1: left out of LI1']);
    expect(planRun({ ...li1, inherit: ['mid.0.res'] }, 5, [BASE]).warnings, 'a mask that only bears the name').toEqual(
      [],
    );
  });

  test('a mask that covers everything is possible, and said', () => {
    const plan = planRun(strategyOf({ name: 'everything', inherit: unitsOf(TINY).map(({ id }) => id) }), 5, [TINY]);
    expect(drawn(plan)).toBe('X....');
    expect(plan.warnings).toEqual([
      'this UNet computes none of its units on an inherit step: the mask covers them all',
    ]);
  });

  test('full calls beyond the run change nothing, and that is said', () => {
    const plan = planRun(strategyOf({ mode: explicitMode([3, 30, 40]) }), 5, [SD]);
    expect(drawn(plan)).toBe('X..X.');
    expect(plan.warnings).toEqual([
      'this run makes 5 calls: 2 that were chosen to be full come after its end and change nothing',
    ]);
    expect(planRun(strategyOf({ mode: explicitMode([5]) }), 5, [SD]).warnings).toContain(
      'this run makes 5 calls: 1 that was chosen to be full comes after its end and changes nothing',
    );
  });
});

describe('UNet switching', () => {
  const s1 = strategyOf({ switching: parseSwitching('S1') });

  test('S1: Base 10, then SD 15, each starting with a full step', () => {
    const plan = planRun(s1, 25, [BASE, SD]);
    expect(plan.calls.map(({ unet }) => unet).join('')).toBe('0'.repeat(10) + '1'.repeat(15));
    expect(drawn(plan)).toBe('X....X....X....X....X....');
    expect(plan.unets.map(({ name }) => name)).toEqual(['base', 'sd']);
    expect(plan.warnings).toHaveLength(1);
    expect(plan.warnings[0]).toMatch(/^UNet base has no dn0\.1\.res, .*: left out of the mask$/);
  });

  test('a segment starts with a full step between the mode’s own, also on return to an earlier UNet', () => {
    const strategy = strategyOf({ switching: parseSwitching('sd:3,base:4,sd:3') });
    const plan = planRun(strategy, 10, [SD, BASE]);
    expect(plan.calls.map(({ unet }) => unet).join('')).toBe('0001111000');
    expect(drawn(plan)).toBe('X..X.X.X..');
  });

  test('the last segment absorbs the one call that PNDM makes beyond its steps', () => {
    const plan = planRun(s1, 26, [BASE, SD]);
    expect(plan.calls.filter(({ unet }) => unet === 1)).toHaveLength(16);
  });

  test.each([24, 27])('segments that do not add up to %i calls are refused with both sums', (calls) => {
    expect(() => planRun(s1, calls, [BASE, SD])).toThrow(
      `switching "base:10,sd:15": its segments add up to 25 calls, but the run makes ${calls}; change the segments or the number of steps`,
    );
  });

  test('without inheritance it is switching alone', () => {
    const plan = planRun(strategyOf({ inherit: [], switching: s1.switching }), 25, [BASE, SD]);
    expect(drawn(plan)).toBe('F'.repeat(25));
    expect(plan.calls[10]!.unet).toBe(1);
  });

  test('one architecture a UNet', () => {
    expect(() => planRun(s1, 25, [SD])).toThrow(
      'plan: the run uses 2 UNets (base, sd), but 1 were given; give one architecture for each, in this order',
    );
  });
});

/** mulberry32, as a source of small integers. */
const dice = (seed: number) => (sides: number) => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % sides;
};

describe('whatever the strategy', () => {
  const shapes: Readonly<Record<string, Architecture>> = { sd: SD, base: BASE, tiny: TINY };

  const randomRun = (roll: (sides: number) => number) => {
    const switching = Array.from({ length: roll(4) }, () => ({
      unet: Object.keys(shapes)[roll(3)]!,
      calls: 1 + roll(9),
    }));
    const sum = switching.reduce((total, { calls }) => total + calls, 0);
    const calls = sum > 0 ? sum + roll(2) : 1 + roll(30);
    const mode = roll(2)
      ? ({ kind: 'periodic', period: 1 + roll(6), tail: roll(12) } as const)
      : explicitMode(Array.from({ length: roll(5) }, () => roll(calls)));
    const density = 1 + roll(4);
    const inherit = unitsOf(SD).flatMap(({ id }) => (roll(density) ? [] : [id]));
    const strategy: MaskStrategy = {
      name: 'random',
      inherit,
      mode,
      semantics: 'residual',
      switching,
      precision: 'float32',
    };
    const architectures = sum > 0 ? unetsOf(switching).map((name) => shapes[name]!) : [SD];
    return { plan: planRun(strategy, calls, architectures), calls };
  };

  test.each(Array.from({ length: 300 }, (_, seed) => seed))('seed %i: every inherit step has its features', (seed) => {
    const { plan, calls } = randomRun(dice(seed));
    expect(plan.calls.map(({ call }) => call)).toEqual(Array.from({ length: calls }, (_, call) => call));
    const kinds = kindsOf(plan);
    expect(kinds[0]).toBe('full');
    const lifetimes = lifetimesOf(plan);
    for (const planned of plan.calls) {
      const { call, unet } = planned;
      const lastFull = kinds.lastIndexOf('full', call - 1);
      const next = plan.calls[call + 1];
      const read = lifetimes[call]!.features.size > 0;
      if (kinds[call] === 'inherit') {
        // The last full step of the run, not only of this UNet: features do not outlive a switch.
        expect(plan.calls[lastFull]!.unet).toBe(unet);
        expect(lifetimes[lastFull]!.features.size).toBeGreaterThan(0);
        expect(planned).toMatchObject({ guidance: 'computed' });
        expect('reads' in planned && planned.reads.map(({ source }) => source)).toEqual([
          [{ call: lastFull, weight: 1 }],
        ]);
        expect(read).toBe(false);
        expect(plan.forms[planned.form!]!.inherits).toEqual(plan.unets[unet]!.mask);
      } else {
        expect(read).toBe(kinds[call + 1] === 'inherit' && next!.unet === unet);
      }
    }
  });
});

test('a tail that leaves no call to inherit is said, with what to do', () => {
  const plan = planRun(strategyFromPreset('CO6', SD, parseMode('P5+')), 11, [SD]);
  expect(countFull(plan)).toBe(11);
  expect(plan.warnings).toEqual([
    'mode P5+: all 11 calls of this run are full, so nothing inherits; take more steps, or a mode without a tail such as P5',
  ]);
  expect(planRun(strategyFromPreset('CO6', SD, parseMode('P1')), 11, [SD]).warnings).toEqual([]);
});
