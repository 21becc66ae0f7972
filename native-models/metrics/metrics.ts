/**
 * Every metric there is, a row each: what it is called, what its values mean, and how it is computed. What is measured,
 * kept, filtered, shown and exported follows from this list.
 */
import type { RgbImage } from '../image.ts';
import { psnr } from './pair/psnr.ts';
import { ssim, SSIM_WINDOW } from './pair/ssim.ts';

/** A metric of a picture against another of the same size: here, against the baseline's. */
export interface PairMetric {
  /** Its name in files and in the history: kept for good. */
  readonly id: string;
  readonly scope: 'pair';
  readonly title: string;
  /** What a value says, for a person. */
  readonly hint: string;
  /** The same at more length: sentences for a report. */
  readonly reading: string;
  readonly better: 'higher' | 'lower';
  /** Of two pictures without a difference. */
  readonly ofIdentical: number;
  /** What pictures must have for it to apply. */
  readonly needs: { readonly smallestSide: number };
  /** Shown wherever a picture is; the others in facts and files only. */
  readonly prominent: boolean;
  /** The field of the history's filters; null: none. */
  readonly filter: { readonly unit: string; readonly step: number } | null;
  /** With its unit. */
  readonly format: (value: number) => string;
  /** @throws RangeError where the sizes differ or are too small. */
  readonly measure: (picture: RgbImage, baseline: RgbImage) => number;
}

export const METRICS = [
  {
    id: 'psnr',
    scope: 'pair',
    title: 'PSNR',
    hint: 'Higher is closer to the baseline; above about 35 dB the eye hardly sees it',
    reading:
      'More PSNR is nearer: above 40 dB the eye finds no difference, below 25 dB it is another picture of the same thing.',
    better: 'higher',
    ofIdentical: Number.POSITIVE_INFINITY,
    needs: { smallestSide: 1 },
    prominent: true,
    filter: { unit: 'dB', step: 0.5 },
    format: (decibels) => `${decibels.toFixed(1)} dB`,
    measure: psnr,
  },
  {
    id: 'ssim',
    scope: 'pair',
    title: 'SSIM',
    hint: '1 is the same picture',
    reading: 'An SSIM of 1 is the same picture: it looks at edges and textures rather than at single pixels.',
    better: 'higher',
    ofIdentical: 1,
    needs: { smallestSide: SSIM_WINDOW },
    prominent: true,
    filter: null,
    format: (similarity) => similarity.toFixed(3),
    measure: ssim,
  },
] as const satisfies readonly PairMetric[];

/** The one that stands for all where there is room for one: the price beside a gain. */
export const PRICE: PairMetric = METRICS[0];

/** Those shown wherever a picture is. */
export const PROMINENT: readonly PairMetric[] = METRICS.filter(({ prominent }) => prominent);

export type MetricId = (typeof METRICS)[number]['id'];
