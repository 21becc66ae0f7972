import { describe, expect, test } from 'vitest';
import { BASE, SD } from './architecture.fixture.ts';
import { lifetimesOf, peakFeatureBytes } from './lifetime.ts';
import { parseProgram } from './parse-program.ts';
import { kindsOf, planObserved, planRun } from './plan.ts';
import { strategyFromPreset } from './presets.ts';
import { parseMode } from './sampling-mode.ts';

const MASKS = { deep: ['mid.0.res', 'mid.0.attn'], late: ['up3.2.attn'], both: ['mid.0.res', 'up3.2.attn'] };
const program = (calls: readonly object[], rest: object = {}) =>
  parseProgram({ kind: 'program', name: 'mine', masks: MASKS, calls, ...rest });
const plan = (calls: readonly object[], rest?: object) => planRun(program(calls, rest), calls.length, [SD]);

test('calls of the same graph are one form, which leaves what is read of any of them', () => {
  const { forms, calls } = plan([
    {},
    { inherit: [{ mask: 'deep' }] },
    {},
    { inherit: [{ mask: 'late' }] },
    { inherit: [{ mask: 'deep', from: [{ call: 2 }] }] },
    { guidance: [{ call: 2 }] },
  ]);
  expect(calls.map(({ form }) => form)).toEqual([0, 1, 0, 2, 1, 3]);
  expect(forms).toEqual([
    { unet: 0, inherits: [], leaves: ['F:mid.0.res', 'F:mid.0.attn', 'F:up3.2.attn'], halves: 'both' },
    { unet: 0, inherits: ['mid.0.res', 'mid.0.attn'], leaves: [], halves: 'both' },
    { unet: 0, inherits: ['up3.2.attn'], leaves: [], halves: 'both' },
    { unet: 0, inherits: [], leaves: [], halves: 'conditional' },
  ]);
});

test('kinds: everything, a part or one half, nothing', () => {
  const made = plan([{}, { inherit: [{ mask: 'deep' }] }, { guidance: [{ call: 0 }] }, { output: [{ call: 2 }] }]);
  expect(kindsOf(made)).toEqual(['full', 'inherit', 'inherit', 'skip']);
});

test('from where a mask inherits is the last call that computed all of it', () => {
  const { calls } = plan([
    {},
    { inherit: [{ mask: 'deep' }] },
    { inherit: [{ mask: 'late' }] },
    { inherit: [{ mask: 'both' }] },
  ]);
  const sources = calls.map((call) => ('reads' in call ? call.reads.map(({ source }) => source[0]!.call) : []));
  // Call 1 computed up3.2.attn, call 2 mid; only call 0 computed both.
  expect(sources).toEqual([[], [0], [1], [0]]);
});

test('a last rule holds for the call that PNDM adds', () => {
  const { calls } = planRun(program([{}, { inherit: [{ mask: 'deep' }] }]), 3, [SD]);
  expect(calls.map(({ form }) => form)).toEqual([0, 1, 1]);
});

test('units that a UNet lacks are left out and said; a mask that no call names as well', () => {
  const made = planRun(program([{}, { inherit: [{ mask: 'late' }] }]), 2, [BASE]);
  expect(made.warnings).toEqual([
    'this UNet has no up3.2.attn: left out of the mask',
    'program "mine": no call names its mask deep, both',
  ]);
  expect(kindsOf(made)).toEqual(['full', 'full']);
});

describe('what cannot be is refused, with the call and what to do', () => {
  test.each([
    [
      'a mask before anything',
      [{ inherit: [{ mask: 'deep' }] }],
      'call 0: no earlier call computed all of mask "deep"',
    ],
    ['a later call', [{}, { inherit: [{ mask: 'deep', from: [{ call: 1 }] }] }], 'from call 1, which is not earlier'],
    ['no such mask', [{}, { inherit: [{ mask: 'wide' }] }], 'no mask "wide"; the masks are deep, late, both'],
    ['a unit twice', [{}, { inherit: [{ mask: 'deep' }, { mask: 'both' }] }], 'mid.0.res inherits twice'],
    [
      'what an earlier call inherited itself',
      [{}, { inherit: [{ mask: 'deep' }] }, { inherit: [{ mask: 'both', from: [{ call: 1 }] }] }],
      'call 2: mask "both" inherits from call 1, which inherits mid.0.res itself; name the call that computed it',
    ],
    [
      'both halves from one',
      [{}, { guidance: [{ call: 0 }] }, { inherit: [{ mask: 'deep', from: [{ call: 1 }] }] }],
      'from call 1, which computes one half only, and this call both',
    ],
    [
      'features of a skipped call',
      [{}, { output: [{ call: 0 }] }, { inherit: [{ mask: 'deep', from: [{ call: 1 }] }] }],
      'which computes nothing',
    ],
    [
      'guidance of one half',
      [{}, { guidance: [{ call: 0 }] }, { guidance: [{ call: 1 }] }],
      'the guidance of call 1, which computes none',
    ],
    ['an output of itself', [{ output: [{ call: 0 }] }], 'the output is taken from call 0, which is not earlier'],
    [
      'a guard on a sum',
      [
        {},
        {},
        { inherit: [{ mask: 'deep', from: [{ call: 0 }, { call: 1 }] }], guard: { kind: 'input-change', above: 1 } },
      ],
      'it cannot stand beside a sum of several',
    ],
    ['a guard on nothing', [{}, { guard: { kind: 'input-change', above: 1 } }], 'its guard has nothing to guard'],
    [
      'a sum of what a guard may refresh',
      [
        {},
        {},
        { inherit: [{ mask: 'deep', from: [{ call: 1 }] }], guard: { kind: 'input-change', above: 1 } },
        { inherit: [{ mask: 'deep', from: [{ call: 1 }, { call: 0 }] }] },
      ],
      'call 3: it sums what call 1 left, which a guard may refresh',
    ],
  ])('%s', (_, calls, message) => {
    expect(() => plan(calls)).toThrow(message);
  });

  test('boundary semantics inherit only from what computes everything', () => {
    const calls = [{}, { inherit: [{ mask: 'deep' }] }, { inherit: [{ mask: 'late', from: [{ call: 1 }] }] }];
    expect(() => plan(calls, { semantics: 'boundary' })).toThrow(
      'call 2: mask "late" inherits from call 1, which inherits itself',
    );
  });

  test('features never cross to another UNet', () => {
    const strategy = program([{}, {}, { inherit: [{ mask: 'deep', from: [{ call: 0 }] }] }], { switching: 'a:1,b:2' });
    expect(() => planRun(strategy, 3, [SD, SD])).toThrow('which is on another UNet; features never cross');
  });

  test('a run of another length', () => {
    expect(() => planRun(program([{}, {}]), 5, [SD])).toThrow('it says what 2 calls do, but the run makes 5');
  });
});

describe('how long things are kept', () => {
  test('until the last call that reads them', () => {
    const lifetimes = lifetimesOf(
      plan([
        {},
        { inherit: [{ mask: 'late' }] },
        { inherit: [{ mask: 'deep', from: [{ call: 0 }] }], guidance: [{ call: 0 }] },
        { output: [{ call: 1 }, { call: 2 }] },
      ]),
    );
    expect([...lifetimes[0]!.features]).toEqual([
      ['F:up3.2.attn', 1],
      ['F:mid.0.res', 2],
      ['F:mid.0.attn', 2],
    ]);
    expect(lifetimes.map(({ guidance }) => guidance)).toEqual([2, null, null, null]);
    expect(lifetimes.map(({ output }) => output)).toEqual([null, 3, 3, null]);
  });

  test('the most at one time: a mask keeps its features once; two that overlap in time keep both', () => {
    const co3 = planRun(strategyFromPreset('CO3', SD, parseMode('P5')), 50, [SD]);
    expect(peakFeatureBytes(co3, () => 1)).toBe(co3.unets[0]!.mask.length);
    const overlapping = plan([
      {},
      {},
      {
        inherit: [
          { mask: 'deep', from: [{ call: 0 }] },
          { mask: 'late', from: [{ call: 1 }] },
        ],
      },
      { inherit: [{ mask: 'deep', from: [{ call: 1 }] }] },
    ]);
    // deep of call 0, deep and late of call 1.
    expect(peakFeatureBytes(overlapping, () => 1)).toBe(5);
  });

  test('an observed plan leaves every unit of every call, and keeps nothing', () => {
    const observed = planObserved(3, SD);
    expect(observed.forms[0]!.leaves).toHaveLength(38);
    expect(peakFeatureBytes(observed, () => 1)).toBe(0);
  });
});
