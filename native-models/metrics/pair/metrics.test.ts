import type { RgbImage } from '../../image.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { psnr } from './psnr.ts';
import { ssim } from './ssim.ts';

interface Recorded {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly a: string;
  readonly b: string;
  readonly psnr: number;
  readonly ssim: number;
}

/** By scikit-image; see record.py. */
const recorded = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8')) as Recorded[];

const picture = ({ width, height }: Recorded, base64: string): RgbImage => ({
  width,
  height,
  pixels: Uint8Array.from(Buffer.from(base64, 'base64')),
});
const grey = (width: number, height: number): RgbImage => ({
  width,
  height,
  pixels: new Uint8Array(3 * width * height).fill(128),
});

describe.each(recorded)('$name', (pair) => {
  const [a, b] = [picture(pair, pair.a), picture(pair, pair.b)];

  it('has the PSNR scikit-image finds', () => expect(psnr(a, b)).toBeCloseTo(pair.psnr, 10));
  it('has the SSIM scikit-image finds', () => expect(ssim(a, b)).toBeCloseTo(pair.ssim, 10));
  it('is the same seen from the other side', () => {
    expect(psnr(b, a)).toBe(psnr(a, b));
    expect(ssim(b, a)).toBeCloseTo(ssim(a, b), 12);
  });
});

describe('identical pictures', () => {
  it('have a PSNR of Infinity', () => expect(psnr(grey(4, 4), grey(4, 4))).toBe(Infinity));
  it('have an SSIM of 1', () => expect(ssim(grey(12, 16), grey(12, 16))).toBe(1));
});

describe('what cannot be compared', () => {
  it('pictures of different sizes', () => {
    expect(() => psnr(grey(4, 4), grey(4, 8))).toThrow('4x4 and 4x8');
    expect(() => ssim(grey(16, 16), grey(16, 24))).toThrow('16x16 and 16x24');
  });
  it('by SSIM, pictures smaller than its window', () => {
    expect(() => ssim(grey(10, 64), grey(10, 64))).toThrow('at least 11x11 pixels, found 10x64');
  });
});
