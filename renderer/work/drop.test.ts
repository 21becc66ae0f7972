import { describe, expect, test } from 'vitest';
import { presetOf, resolvePreset } from '../../native-models/strategy/presets.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Composition } from './composition.ts';
import { editOfDrop, wholeBlock } from './drop.ts';
import { SD, START } from './example.fixture.ts';

describe('dropping', () => {
  const brush = { kind: 'brush', state: 'compute' } as const;
  const unit = { id: 'dn0.1.attn', block: 'dn0', layer: 1, kind: 'attn' } as const;
  const drop = (place: Parameters<typeof editOfDrop>[0]['place']) =>
    editOfDrop({ load: brush, place, combination: 'replace', architecture: SD });

  test('a brush takes what it is dropped on', () => {
    expect(drop({ kind: 'unit', unit })?.title).toBe('Compute dn0.1.attn');
    expect(drop({ kind: 'block', block: 'mid' })?.change(START).mask).not.toContain('mid.0.attn');
    expect(drop({ kind: 'diagram' })).toBeNull();
  });
  test('with Shift, the whole block', () => {
    expect(wholeBlock({ kind: 'unit', unit })).toEqual({ kind: 'block', block: 'dn0' });
  });
  test('a mask lands anywhere', () => {
    const load = { kind: 'mask', name: 'CO3', mask: resolvePreset(presetOf('CO3'), SD).inherited } as const;
    const edit = editOfDrop({ load, place: { kind: 'diagram' }, combination: 'replace', architecture: SD });
    expect(edit?.change(START).mask).toEqual(load.mask);
  });
  test('a saved strategy brings its mode, semantics and precision', () => {
    const saved: Composition = {
      mask: ['mid.0.res'],
      mode: parseMode('P2'),
      semantics: 'boundary',
      switching: [{ unet: 'base', calls: 25 }],
      precision: 'int8' as const,
      program: null,
      on: true,
    };
    const load = { kind: 'mask', name: 'mine', mask: saved.mask, whole: saved } as const;
    const drop = { load, place: { kind: 'diagram' }, architecture: SD } as const;
    expect(editOfDrop({ ...drop, combination: 'replace' })?.change(START)).toEqual(saved);
    expect(editOfDrop({ ...drop, combination: 'union' })?.change(START).mode).toBe(START.mode);
  });
});
