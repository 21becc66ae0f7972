/** `compare` as people run it, on a tiny model that diffusers wrote. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCarried } from '../pictures/carried-texts.ts';
import { MODEL, work, heirloom, tiny } from './heirloom.fixture.ts';

describe('compare', () => {
  it('stops on Ctrl-C, and compares what is finished', async () => {
    const long = ['--model', MODEL, '--size', '64', '--steps', '40', '--count', '60', '--strategies', 'CO6', '--json'];
    const args = ['compare', '-p', 'a fox', ...long, '-o', 'stopped'];
    const { code, stdout, stderr } = await heirloom(args, /[1-9]\d%/);
    expect(code).toBe(1);
    const { rows, interrupted } = JSON.parse(stdout);
    expect(interrupted).toBe(true);
    expect(stderr).toContain(`Stopped: ${rows.length} finished pictures are kept`);
    expect(rows.length).toBeGreaterThan(0);
    const files = await readdir(join(work, 'stopped'));
    expect(files).toEqual(expect.arrayContaining(['grid.png', 'results.json', rows[0].image]));

    const grid = await heirloom(['generate', '--from', join('stopped', 'grid.png')]);
    expect(grid).toMatchObject({ code: 2, stderr: expect.stringContaining('the grid of a comparison') });
  });

  it('makes the baseline, each strategy and its rival, a grid and the numbers', async () => {
    const { code, stdout } = await heirloom([
      'compare',
      '-p',
      'a red fox',
      '--strategies',
      'CO6,LI1',
      '--modes',
      'P3',
      '--equal-time',
      ...tiny,
      '-o',
      'grid',
      '--json',
    ]);
    expect(code).toBe(0);
    const { rows, interrupted, grid } = JSON.parse(stdout);
    expect(JSON.parse(await readFile(join(work, 'grid', 'results.json'), 'utf8')).rows).toEqual(rows);
    expect(interrupted).toBe(false);
    expect(rows.map(({ role }: { role: string }) => role)).toEqual([
      'baseline',
      'inheritance',
      'plain',
      'inheritance',
      'plain',
    ]);

    const [baseline, co6, rival] = rows;
    expect(baseline).toMatchObject({ strategy: 'none', mode: null, calls: 12, fullCalls: 12, speedup: 1, psnr: null });
    expect(co6).toMatchObject({ strategy: 'CO6', mode: 'P3', semantics: 'residual', scheduler: 'ddim', fullCalls: 4 });
    expect(co6.speedup).toBeCloseTo(baseline.seconds / co6.seconds, 9);
    expect(co6.psnr).toBeGreaterThan(5);
    expect(co6.ssim).toBeLessThan(1);
    expect(rival).toMatchObject({ strategy: `plain ${rival.steps} steps`, rivalOf: 'CO6 P3' });
    expect(rival.idealSpeedup).toBeCloseTo(12 / rival.calls, 9);

    for (const { image } of rows) expect(await readdir(join(work, 'grid'))).toContain(image);
    const texts = readCarried(await readFile(join(work, grid))).texts;
    expect(JSON.parse(texts.get('heirloom') ?? '').rows).toEqual(rows);
  });
});
