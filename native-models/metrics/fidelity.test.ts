import { describe, expect, test } from 'vitest';
import type { RgbImage } from '../image.ts';
import { difference, WITH_ANOTHER } from './another-metric.fixture.ts';
import { fidelityColumns, fidelityText, measureFidelity } from './fidelity.ts';
import { METRICS } from './metrics.ts';

const grey = (side: number, value: number): RgbImage => ({
  width: side,
  height: side,
  pixels: new Uint8Array(3 * side * side).fill(value),
});
const [psnr, ssim] = METRICS;

describe('fidelity', () => {
  test('has every metric that applies', () => {
    const { identical, values } = measureFidelity(grey(16, 100), grey(16, 110));
    expect(identical).toBe(false);
    // 10 log10(255^2 / 10^2)
    expect(values.psnr).toBeCloseTo(28.1308, 4);
    expect(Object.keys(values)).toEqual(['psnr', 'ssim']);
  });

  test('leaves out what a picture is too small for', () => {
    expect(Object.keys(measureFidelity(grey(8, 100), grey(8, 110)).values)).toEqual(['psnr']);
  });

  test('of two pictures without a difference is said in a word where it is infinite', () => {
    const same = measureFidelity(grey(16, 100), grey(16, 100));
    expect(same).toEqual({ identical: true, values: { ssim: 1 } });
    expect(fidelityText(psnr, same, '–')).toBe('identical');
    expect(fidelityText(ssim, same, '–')).toBe('1.000');
  });

  test('that was not measured is said as its place says it', () => {
    expect(fidelityText(psnr, null, 'n/a')).toBe('n/a');
    expect(fidelityText(ssim, { identical: false, values: { psnr: 30 } }, '–')).toBe('–');
    expect(fidelityColumns(null)).toEqual({ psnr: null, ssim: null });
  });

  test('of pictures of two sizes is refused', () => {
    expect(() => measureFidelity(grey(16, 1), grey(8, 1))).toThrow('pictures differ in size: 16x16 and 8x8');
  });
});

describe('one more metric is one more row', () => {
  const measured = measureFidelity(grey(16, 100), grey(16, 110), WITH_ANOTHER);

  test('measured with the others', () => expect(measured.values).toMatchObject({ difference: 10 }));
  test('said in its own words', () => expect(fidelityText(difference, measured, '–')).toBe('10.00'));
  test('a column of files', () => {
    expect(Object.keys(fidelityColumns(measured, WITH_ANOTHER))).toEqual(['psnr', 'ssim', 'difference']);
  });
});
