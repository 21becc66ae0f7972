import { countFull, kindsOf } from '../../native-models/strategy/plan.ts';
import { describe, expect, test } from 'vitest';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { estimate } from './estimate.ts';
import { BASE, BASE_COST, SD, SD_COST, START } from './example.fixture.ts';

describe('the estimate', () => {
  const sd = { name: 'SD', architecture: SD, cost: SD_COST, counted: null };
  const base = { name: 'Base', architecture: BASE, cost: BASE_COST, counted: null };
  const costing = { unets: [sd], ownMacs: SD_COST.macs, calls: 50, guidanceScale: 7.5 };
  test("CO6 P5† of SD 1.5 is the specification's", () => {
    const { inheritShare, plan, idealSpeedup } = estimate(START, costing);
    expect(inheritShare).toBeCloseTo(0.26, 2);
    expect(countFull(plan)).toBe(18);
    expect(idealSpeedup).toBeCloseTo(1 / (1 - (32 / 50) * (1 - inheritShare)), 6);
  });
  test('guidance keeps two halves in the cache', () => {
    const both = estimate(START, costing).cacheBytes;
    expect(estimate(START, { ...costing, guidanceScale: 1 }).cacheBytes).toBe(both / 2);
  });
  test('off, or an empty mask, gains nothing', () => {
    expect(estimate({ ...START, on: false }, costing).idealSpeedup).toBe(1);
    expect(estimate({ ...START, mask: [] }, costing).idealSpeedup).toBe(1);
  });
  test('two UNets by turns: each counts with its own MACs, against the own one in full', () => {
    const switching = [
      { unet: 'SD', calls: 30 },
      { unet: 'Base', calls: 20 },
    ];
    const { turns, idealSpeedup } = estimate({ ...START, mask: [], switching }, { ...costing, unets: [sd, base] });
    const share = base.cost.macs / SD_COST.macs;
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
    const { plan, turns } = estimate({ ...START, mode: parseMode('P5'), switching }, { ...costing, unets: [sd, base] });
    expect(turns[0]!.leftOut).toEqual([]);
    expect(turns[1]!.leftOut).toContain('dn0.1.res');
    expect(kindsOf(plan).slice(7, 10)).toEqual(['inherit', 'full', 'inherit']);
  });
});
