import { describe, expect, test } from 'vitest';
import { SD_COST } from '../../work/example.fixture.ts';
import { heatOf } from '../state/overlay.ts';
import { conditionsInWords } from './measured-note.ts';

describe('overlays', () => {
  test('the hottest unit is at 1, and shares are of the whole', () => {
    const heat = heatOf('macs', SD_COST, null, null)!;
    expect(Math.max(...[...heat.values()].map(({ level }) => level))).toBe(1);
    expect(heat.get('up3.1.attn')?.label).toBe('4.8%');
  });
  test('those that need a calibration wait for one', () => {
    expect(heatOf('change', SD_COST, null, null)).toBeNull();
    const units = [{ id: 'dn0.0.res', change: [0.2, 0.1, 0.3], milliseconds: null }];
    const calibration = { modelId: 'm', width: 8, height: 8, calls: 4, created: '2026-11-20T10:00:00Z', units };
    const at = (call: number, calls = 4) =>
      heatOf('change', SD_COST, calibration, { call, calls })?.get('dn0.0.res')?.label;
    // What leads to a call; before the first there is nothing.
    expect([at(0), at(1), at(2), at(3)]).toEqual(['n/a', '20%', '10%', '30%']);
    // A longer run: the same share of its way.
    expect([at(1, 50), at(49, 50)]).toEqual(['20%', '30%']);
    expect(heatOf('change', SD_COST, calibration, null)?.get('dn0.0.res')?.label).toBe('20%');
    expect(conditionsInWords(calibration, { width: 8, height: 8, calls: 4 })).toMatch(/at 8x8 in 4 calls\.$/);
    expect(conditionsInWords(calibration, { width: 8, height: 16, calls: 9 })).toContain('is 8x16 and makes 9 calls');
    expect(heatOf('milliseconds', SD_COST, calibration, null)?.get('dn0.0.res')?.label).toBe('n/a');
  });
});
