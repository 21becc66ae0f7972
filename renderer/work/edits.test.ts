import { describe, expect, test } from 'vitest';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { sameMask } from './composition.ts';
import { combineMask, paintCalls, setMode, setPrecision, setSwitching, setUnits, switchInheritance } from './edits.ts';
import { CO6, START } from './example.fixture.ts';

describe('edits', () => {
  const other = ['up3.0.attn', 'dn0.0.res'] as const;
  test.each([
    ['replace', ['up3.0.attn', 'dn0.0.res']],
    ['union', [...CO6, 'up3.0.attn']],
    ['intersect', ['dn0.0.res']],
    ['subtract', CO6.filter((id) => id !== 'dn0.0.res')],
  ] as const)('a preset joins by %s', (how, mask) => {
    expect(sameMask(combineMask('X', other, how).change(START).mask, mask)).toBe(true);
  });
  test('off and on again is the same composition', () => {
    const off = switchInheritance(false).change(START);
    expect(off.on).toBe(false);
    expect(switchInheritance(true).change(off)).toEqual(START);
    expect(switchInheritance(true).change(START)).toBe(START);
  });
  test('int8 switches on what is off; float32 leaves it', () => {
    const off = { ...START, on: false };
    expect(setPrecision('int8').change(off)).toEqual({ ...START, precision: 'int8' });
    expect(setPrecision('float32').change({ ...off, precision: 'int8' })).toEqual(off);
    expect(setPrecision('float32').change(START)).toBe(START);
  });
  test('UNets that are let take turns switch inheritance on; one throughout leaves it as it is', () => {
    const segments = [{ unet: 'base', calls: 25 }];
    const off = { ...START, on: false };
    expect(setSwitching('x', segments).change(off)).toEqual({ ...START, switching: segments });
    expect(setSwitching('x', []).change({ ...off, switching: segments }).on).toBe(false);
    expect(setSwitching('x', []).change(START)).toBe(START);
  });
  test('choosing the mode that is there changes nothing', () => {
    expect(setMode(parseMode('P5+')).change(START)).toBe(START);
  });
  test('each says what it does', () => {
    expect(combineMask('CO3', [], 'subtract').title).toBe('Take CO3 away');
    expect(setUnits('the decoder', [], 'compute').title).toBe('Compute the decoder');
    expect(paintCalls(51, { step: 'full', from: 9, to: 7 }).title).toBe('Full calls 7 to 9');
  });
});
