import { describe, expect, test } from 'vitest';
import { PRESETS, presetOf, resolvePreset } from '../../native-models/strategy/presets.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { BASE, SD, TINY } from '../work/example.fixture.ts';
import { createSampler } from '../../native-models/solvers/create-sampler.ts';
import { SAMPLER_IDS } from '../../native-models/solvers/sampler.ts';
import { stableDiffusionConfig } from '../../native-models/solvers/scheduler-config.ts';
import { builtInConfig } from '../../native-models/unet/built-in.ts';
import { oneHalf, unetCost } from '../../native-models/unet/cost.ts';
import type { ModelCost } from '../../preload/contract/model.ts';
import type { Run } from '../../preload/contract/task.ts';
import { callsOf, stepsMade } from '../work/calls.ts';
import { type Composition, sameMask, withMask } from '../work/composition.ts';
import { editOfDrop, wholeBlock } from '../work/drop.ts';
import { extend, redo, record, startHistory, undo } from '../work/edit-history.ts';
import {
  combineMask,
  paintCalls,
  setMode,
  setPrecision,
  setSwitching,
  setUnits,
  switchInheritance,
} from '../work/edits.ts';
import { estimate } from '../work/estimate.ts';
import { describeUnit } from './inspector/describe-unit.ts';
import { bytes, count, percent, seconds, speedup } from '../words/labels.ts';
import { measuredSpeedup } from '../work/measured-speedup.ts';
import { glyphOf } from '../ui/mask-glyph.ts';
import { conditionsInWords } from './diagram/measured-note.ts';
import { heatOf } from './state/overlay.ts';
import { nameOfTarget, narrow, unitsOfTarget, widen } from '../work/regions.ts';

const CO6 = resolvePreset(presetOf('CO6'), SD).inherited;
const costOf = (id: 'sd15' | 'bk-base') => unetCost(builtInConfig(id), oneHalf(64, 64)) as ModelCost;
const COST = costOf('sd15');
const start: Composition = {
  mask: CO6,
  mode: parseMode('P5+'),
  semantics: 'residual',
  switching: [],
  precision: 'float32',
  on: true,
};

describe('undo', () => {
  const made = record(record(startHistory(start), 'one', { ...start, on: false }), 'two', { ...start, mask: [] });
  test('walks back and forth through every edit', () => {
    const back = undo(undo(made));
    expect(back.present).toBe(start);
    expect(back.future.map(({ title }) => title)).toEqual(['one', 'two']);
    expect(redo(redo(back))).toEqual(made);
  });
  test('a new edit forgets what was undone', () => {
    expect(record(undo(made), 'three', start).future).toEqual([]);
  });
  test('an edit that changes nothing is not remembered', () => {
    expect(record(made, 'same', made.present)).toBe(made);
    expect(withMask(start, [...CO6].toReversed())).toBe(start);
  });
  test('typing that goes on is one edit, and a pause for something else ends it', () => {
    const typed = extend(extend(startHistory('a'), 'Prompt', 'ab'), 'Prompt', 'abc');
    expect(typed.past).toEqual([{ title: 'Prompt', state: 'a' }]);
    expect(undo(typed).present).toBe('a');
    const later = extend(record(typed, 'Steps', 'abc!'), 'Prompt', 'abcd');
    expect(later.past.map(({ title }) => title)).toEqual(['Prompt', 'Steps', 'Prompt']);
  });
  test('at its ends it stays', () => {
    expect(undo(startHistory(start)).present).toBe(start);
    expect(redo(made).present).toBe(made.present);
  });
});

describe('edits', () => {
  const other = ['up3.0.attn', 'dn0.0.res'] as const;
  test.each([
    ['replace', ['up3.0.attn', 'dn0.0.res']],
    ['union', [...CO6, 'up3.0.attn']],
    ['intersect', ['dn0.0.res']],
    ['subtract', CO6.filter((id) => id !== 'dn0.0.res')],
  ] as const)('a preset joins by %s', (how, mask) => {
    expect(sameMask(combineMask('X', other, how).change(start).mask, mask)).toBe(true);
  });
  test('a saved strategy brings its mode, semantics and precision', () => {
    const saved: Composition = {
      mask: ['mid.0.res'],
      mode: parseMode('P2'),
      semantics: 'boundary',
      switching: [{ unet: 'base', calls: 25 }],
      precision: 'int8' as const,
      on: true,
    };
    const load = { kind: 'mask', name: 'mine', mask: saved.mask, whole: saved } as const;
    const drop = { load, place: { kind: 'diagram' }, architecture: SD } as const;
    expect(editOfDrop({ ...drop, combination: 'replace' })?.change(start)).toEqual(saved);
    expect(editOfDrop({ ...drop, combination: 'union' })?.change(start).mode).toBe(start.mode);
  });
  test('off and on again is the same composition', () => {
    const off = switchInheritance(false).change(start);
    expect(off.on).toBe(false);
    expect(switchInheritance(true).change(off)).toEqual(start);
    expect(switchInheritance(true).change(start)).toBe(start);
  });
  test('int8 switches on what is off; float32 leaves it', () => {
    const off = { ...start, on: false };
    expect(setPrecision('int8').change(off)).toEqual({ ...start, precision: 'int8' });
    expect(setPrecision('float32').change({ ...off, precision: 'int8' })).toEqual(off);
    expect(setPrecision('float32').change(start)).toBe(start);
  });
  test('UNets that are let take turns switch inheritance on; one throughout leaves it as it is', () => {
    const segments = [{ unet: 'base', calls: 25 }];
    const off = { ...start, on: false };
    expect(setSwitching('x', segments).change(off)).toEqual({ ...start, switching: segments });
    expect(setSwitching('x', []).change({ ...off, switching: segments }).on).toBe(false);
    expect(setSwitching('x', []).change(start)).toBe(start);
  });
  test('choosing the mode that is there changes nothing', () => {
    expect(setMode(parseMode('P5+')).change(start)).toBe(start);
  });
  test('each says what it does', () => {
    expect(combineMask('CO3', [], 'subtract').title).toBe('Take CO3 away');
    expect(setUnits('the decoder', [], 'compute').title).toBe('Compute the decoder');
    expect(paintCalls(51, { step: 'full', from: 9, to: 7 }).title).toBe('Full calls 7 to 9');
  });
});

describe('dropping', () => {
  const brush = { kind: 'brush', state: 'compute' } as const;
  const unit = { id: 'dn0.1.attn', block: 'dn0', layer: 1, kind: 'attn' } as const;
  const drop = (place: Parameters<typeof editOfDrop>[0]['place']) =>
    editOfDrop({ load: brush, place, combination: 'replace', architecture: SD });

  test('a brush takes what it is dropped on', () => {
    expect(drop({ kind: 'unit', unit })?.title).toBe('Compute dn0.1.attn');
    expect(drop({ kind: 'block', block: 'mid' })?.change(start).mask).not.toContain('mid.0.attn');
    expect(drop({ kind: 'diagram' })).toBeNull();
  });
  test('with Shift, the whole block', () => {
    expect(wholeBlock({ kind: 'unit', unit })).toEqual({ kind: 'block', block: 'dn0' });
  });
  test('a mask lands anywhere', () => {
    const load = { kind: 'mask', name: 'CO3', mask: resolvePreset(presetOf('CO3'), SD).inherited } as const;
    const edit = editOfDrop({ load, place: { kind: 'diagram' }, combination: 'replace', architecture: SD });
    expect(edit?.change(start).mask).toEqual(load.mask);
  });
});

describe('regions', () => {
  const unitsIn = (region: 'encoder' | 'decoder' | 'shallow' | 'deep') => unitsOfTarget({ kind: 'region', region }, SD);
  test('shallow and deep share out the units; encoder and decoder leave mid', () => {
    expect([...unitsIn('shallow'), ...unitsIn('deep')]).toHaveLength(38);
    expect([...unitsIn('encoder'), ...unitsIn('decoder')]).toHaveLength(35);
    expect(unitsIn('shallow')).toContain('up2.0.res');
    expect(unitsIn('deep')).toContain('mid.0.attn');
  });
  test('a target widens to its side and narrows back', () => {
    const unit = { id: 'up2.1.res', block: 'up2', layer: 1, kind: 'res' } as const;
    const wide = widen(widen(widen({ kind: 'unit', unit })));
    expect(nameOfTarget(wide)).toBe('the decoder');
    expect(narrow(narrow(narrow(wide, unit), unit), unit)).toEqual({ kind: 'unit', unit });
  });
});

describe('the estimate', () => {
  const sd = { name: 'SD', architecture: SD, cost: COST, counted: null };
  const base = { name: 'Base', architecture: BASE, cost: costOf('bk-base'), counted: null };
  const costing = { unets: [sd], ownMacs: COST.macs, calls: 50, guidanceScale: 7.5 };
  test("CO6 P5† of SD 1.5 is the specification's", () => {
    const { inheritShare, plan, idealSpeedup } = estimate(start, costing);
    expect(inheritShare).toBeCloseTo(0.26, 2);
    expect(plan.fullCalls).toBe(18);
    expect(idealSpeedup).toBeCloseTo(1 / (1 - (32 / 50) * (1 - inheritShare)), 6);
  });
  test('guidance keeps two halves in the cache', () => {
    const both = estimate(start, costing).cacheBytes;
    expect(estimate(start, { ...costing, guidanceScale: 1 }).cacheBytes).toBe(both / 2);
  });
  test('off, or an empty mask, gains nothing', () => {
    expect(estimate({ ...start, on: false }, costing).idealSpeedup).toBe(1);
    expect(estimate({ ...start, mask: [] }, costing).idealSpeedup).toBe(1);
  });
  test('two UNets by turns: each counts with its own MACs, against the own one in full', () => {
    const switching = [
      { unet: 'SD', calls: 30 },
      { unet: 'Base', calls: 20 },
    ];
    const { turns, idealSpeedup } = estimate({ ...start, mask: [], switching }, { ...costing, unets: [sd, base] });
    const share = base.cost.macs / COST.macs;
    expect(turns.map(({ name, fullShare, fullCalls }) => [name, fullShare, fullCalls])).toEqual([
      ['SD', 1, 30],
      ['Base', share, 20],
    ]);
    expect(idealSpeedup).toBeCloseTo(50 / (30 + 20 * share), 6);
  });
  test('a mask that one UNet lacks in part is left out there, and the call that takes over is full', () => {
    const switching = [
      { unet: 'SD', calls: 8 },
      { unet: 'Base', calls: 42 },
    ];
    const { plan, turns } = estimate({ ...start, mode: parseMode('P5'), switching }, { ...costing, unets: [sd, base] });
    expect(turns[0]!.leftOut).toEqual([]);
    expect(turns[1]!.leftOut).toContain('dn0.1.res');
    expect(plan.calls.slice(7, 10).map(({ step }) => step)).toEqual(['inherit', 'full', 'inherit']);
  });
  test.each(SAMPLER_IDS)('%s makes as many calls as it is said to, whatever the strength', (id) => {
    for (const steps of [1, 2, 7, 50]) {
      for (const strength of [1, 0.9, 0.55, 0.3]) {
        if (stepsMade(steps, strength) === 0) continue;
        const { timesteps } = createSampler(id, stableDiffusionConfig({}), steps, { strength });
        expect([steps, strength, callsOf(steps, id, strength)]).toEqual([steps, strength, timesteps.length]);
      }
    }
  });
});

describe('measured here', () => {
  const conditions = {
    modelId: 'm',
    device: 'cpu',
    width: 512,
    height: 512,
    steps: 50,
    scheduler: 'pndm',
    initImage: null,
    vaeTiling: false,
  } as const;
  const run = (speedup: number | null, change: object = {}) =>
    ({
      speedup,
      settings: { ...conditions, strategy: { ...start, inherit: [...CO6], switching: [] }, ...change },
    }) as unknown as Run;
  test('is the median of the runs with exactly this strategy', () => {
    const runs = [run(1.8), run(1.9), run(1.2), run(9, { steps: 20 }), run(9, { strategy: null }), run(null)];
    expect(measuredSpeedup(runs, start, conditions, SD)).toEqual({ speedup: 1.8, runs: 3 });
  });
  test('is nothing while there are none', () => {
    expect(measuredSpeedup([run(1.8)], { ...start, mode: parseMode('P5') }, conditions, SD)).toBeNull();
    expect(measuredSpeedup([run(1.8)], { ...start, on: false }, conditions, SD)).toBeNull();
    expect(measuredSpeedup([run(1.8)], { ...start, precision: 'int8' }, conditions, SD)).toBeNull();
    const switching = [{ unet: 'base', calls: 50 }];
    expect(measuredSpeedup([run(1.8)], { ...start, switching }, conditions, SD)).toBeNull();
  });
});

describe('labels', () => {
  test('numbers as the studio writes them', () => {
    expect(speedup(1.897)).toBe('1.90x');
    expect([percent(0.0481), percent(0.26)]).toEqual(['4.8%', '26%']);
    expect([bytes(0), bytes(94_400_000), bytes(2_132_856_622)]).toEqual(['0 B', '94 MB', '2.1 GB']);
    expect([count(401.6e9), count(859_520_964), count(7)]).toEqual(['402 G', '860 M', '7']);
    expect([seconds(0.84), seconds(22.51), seconds(65), seconds(3720)]).toEqual([
      '0.84 s',
      '22.5 s',
      '1 min 05 s',
      '1 h 02 min',
    ]);
  });
  test('a unit in words', () => {
    const unit = { id: 'up3.1.attn', block: 'up3', layer: 1, kind: 'attn' } as const;
    const facts = {
      architecture: SD,
      cost: COST,
      calibration: null,
      inherits: false,
      latent: { width: 64, height: 64 },
    };
    expect(describeUnit(unit, facts)).toMatch(/^Transformer, 320 channels, 64x64\. 4\.8% of the MACs/);
  });
});

describe('overlays', () => {
  test('the hottest unit is at 1, and shares are of the whole', () => {
    const heat = heatOf('macs', COST, null, null)!;
    expect(Math.max(...[...heat.values()].map(({ level }) => level))).toBe(1);
    expect(heat.get('up3.1.attn')?.label).toBe('4.8%');
  });
  test('those that need a calibration wait for one', () => {
    expect(heatOf('change', COST, null, null)).toBeNull();
    const units = [{ id: 'dn0.0.res', change: [0.2, 0.1, 0.3], milliseconds: null }];
    const calibration = { modelId: 'm', width: 8, height: 8, calls: 4, created: '2026-11-20T10:00:00Z', units };
    const at = (call: number, calls = 4) =>
      heatOf('change', COST, calibration, { call, calls })?.get('dn0.0.res')?.label;
    // What leads to a call; before the first there is nothing.
    expect([at(0), at(1), at(2), at(3)]).toEqual(['n/a', '20%', '10%', '30%']);
    // A longer run: the same share of its way.
    expect([at(1, 50), at(49, 50)]).toEqual(['20%', '30%']);
    expect(heatOf('change', COST, calibration, null)?.get('dn0.0.res')?.label).toBe('20%');
    expect(conditionsInWords(calibration, { width: 8, height: 8, calls: 4 })).toMatch(/at 8x8 in 4 calls\.$/);
    expect(conditionsInWords(calibration, { width: 8, height: 16, calls: 9 })).toContain('is 8x16 and makes 9 calls');
    expect(heatOf('milliseconds', COST, calibration, null)?.get('dn0.0.res')?.label).toBe('n/a');
  });
});

test('a glyph shows attention on the right and partial layers by height', () => {
  const up3 = glyphOf(SD, CO6).at(-1)!;
  expect(up3.computed).toEqual([{ x: up3.x + up3.width / 2, y: up3.y, width: up3.width / 2, height: up3.height }]);
  const dn0 = glyphOf(SD, resolvePreset(presetOf('LI1'), SD).inherited)[0]!;
  expect(dn0.computed[0]!.height).toBeCloseTo(dn0.height / 2);
  for (const preset of PRESETS) expect(glyphOf(TINY, resolvePreset(preset, TINY).inherited)).toHaveLength(6);
});
