import { describe, expect, test } from 'vitest';
import { SD } from './example.fixture.ts';
import { nameOfTarget, narrow, unitsOfTarget, widen } from './regions.ts';

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
