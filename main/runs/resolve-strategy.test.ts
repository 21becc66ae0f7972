import { unitsInheriting } from '../../native-models/strategy/describe.ts';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import { builtInConfig } from '../../native-models/unet/built-in.ts';
import { architectureOf } from '../../native-models/unet/config.ts';
import type { StrategyOptions } from './resolve-strategy.ts';
import { resolveStrategy } from './resolve-strategy.ts';

const options: StrategyOptions = {
  architecture: architectureOf(builtInConfig('sd15')),
  mode: null,
  semantics: null,
  precision: null,
  unets: { sd: '/models/sd', base: '/models/base' },
};

describe('a strategy by name', () => {
  it('is a preset in either case, P5+ and residual unless said otherwise', async () => {
    const strategy = await resolveStrategy('co6', options);
    expect(strategy).toMatchObject({ name: 'CO6', mode: parseMode('P5+'), semantics: 'residual', switching: [] });
    expect(strategy && unitsInheriting(strategy)).toHaveLength(35);
    const other = await resolveStrategy('CO6', { ...options, mode: parseMode('P2'), semantics: 'boundary' });
    expect(other).toMatchObject({ mode: parseMode('P2'), semantics: 'boundary' });
  });

  it('is none', async () => expect(await resolveStrategy('none', options)).toBeNull());

  it('is computed in float32 unless int8 is asked for, which is a strategy by itself', async () => {
    const int8 = { ...options, precision: 'int8' as const };
    expect(await resolveStrategy('CO6', options)).toMatchObject({ precision: 'float32' });
    expect(await resolveStrategy('CO6', int8)).toMatchObject({ name: 'CO6', precision: 'int8' });
    expect(await resolveStrategy('S2', int8)).toMatchObject({ name: 'S2', precision: 'int8' });
    expect(await resolveStrategy('none', int8)).toMatchObject({ name: 'int8', inherit: [], precision: 'int8' });
    expect(await resolveStrategy('Int8', options)).toEqual(await resolveStrategy('none', int8));
  });

  it('is UNet switching, with checkpoints in the place of roles', async () => {
    const expected = [
      { unet: '/models/sd', calls: 15 },
      { unet: '/models/base', calls: 10 },
    ];
    expect(await resolveStrategy('S2', options)).toMatchObject({ name: 'S2', inherit: [], switching: expected });
    expect((await resolveStrategy('sd:15,base:10', options))?.switching).toEqual(expected);
    await expect(resolveStrategy('S1', { ...options, unets: { sd: '/models/sd' } })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('"base"'),
      remedy: expect.stringContaining('--unet base='),
    });
  });

  it('is a program in a file, which says itself which calls are full', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'heirloom-program-')), 'mine.json');
    const calls = [{}, { inherit: [{ mask: 'mid' }] }];
    await writeFile(path, JSON.stringify({ kind: 'program', name: 'mine', masks: { mid: ['mid.0.attn'] }, calls }));
    const program = { kind: 'program', name: 'mine', masks: { mid: ['mid.0.attn'] }, calls };
    expect(await resolveStrategy(path, options)).toMatchObject({ ...program, precision: 'float32', switching: [] });
    expect(await resolveStrategy(path, { ...options, precision: 'int8' })).toMatchObject({ precision: 'int8' });
    await expect(resolveStrategy(path, { ...options, mode: parseMode('P2') })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('a program says that itself'),
    });
    await writeFile(path, JSON.stringify({ kind: 'program', name: 'mine', calls: [{ inherits: [] }] }));
    await expect(resolveStrategy(path, options)).rejects.toMatchObject({
      message: expect.stringMatching(/mine\.json: it is no strategy:\ncalls\[0\]/),
    });
  });

  it('is a file, whose mode a flag overrides', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'heirloom-mask-')), 'mine.json');
    await writeFile(path, JSON.stringify({ name: 'mine', inherit: ['mid.0.attn'], mode: 'P3' }));
    expect(await resolveStrategy(path, options)).toMatchObject({ name: 'mine', mode: parseMode('P3') });
    expect(await resolveStrategy(path, { ...options, mode: parseMode('P2') })).toMatchObject({ mode: parseMode('P2') });
    await writeFile(path, '{"name": "mine", "inherit": ["foo"], "semantics": "both"}');
    await expect(resolveStrategy(path, options)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/mine\.json: it is no mask:\ninherit\[0\].*\nsemantics: expected/),
    });
    await writeFile(path, '{"name": "mine", "inherit": [], "switching": "sd:5,student:5"}');
    await expect(resolveStrategy(path, options)).rejects.toMatchObject({
      remedy: 'Add --unet student=<folder or .safetensors>.',
    });
    await writeFile(path, '{"name": ');
    await expect(resolveStrategy(path, options)).rejects.toThrow(/it is not JSON/);
  });

  it('that is nothing gets the nearest that is', async () => {
    await expect(resolveStrategy('CO66', options)).rejects.toMatchObject({
      kind: 'usage',
      remedy: expect.stringContaining('Did you mean CO6?'),
    });
  });
});
