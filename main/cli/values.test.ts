import { describe, expect, it } from 'vitest';
import * as values from './values.ts';

describe('values of flags', () => {
  it('sizes are squares or rectangles', () => {
    expect(values.size('512')).toEqual({ width: 512, height: 512 });
    expect(values.size('512x768')).toEqual({ width: 512, height: 768 });
    for (const wrong of ['', 'x', '512x', '0x8', '-1x8', '512x768x2']) expect(() => values.size(wrong)).toThrow();
  });

  it('numbers keep within their bounds', () => {
    const steps = values.wholeNumber(1, 1000);
    expect(steps('50')).toBe(50);
    for (const wrong of ['0', '1001', '1.5', '-3', 'ten', '', '1e3']) expect(() => steps(wrong)).toThrow();
    const strength = values.decimal(0, 1);
    expect(strength('.5')).toBe(0.5);
    for (const wrong of ['2', '', 'NaN', 'Infinity']) expect(() => strength(wrong)).toThrow();
  });

  it('seeds are one or several', () => {
    expect(values.seeds('7')).toEqual([7]);
    expect(values.seeds('7,8,4127')).toEqual([7, 8, 4127]);
    expect(() => values.seeds('7,')).toThrow();
  });

  it('lists keep UNet switching and lists of full calls whole', () => {
    expect(values.strategyList('CO6,sd:15,base:10,LI1')).toEqual(['CO6', 'sd:15,base:10', 'LI1']);
    expect(values.modeList('P5+, full@0,7,13 ,P2')).toEqual(['P5+', 'full@0,7,13', 'P2']);
    expect(() => values.strategyList('CO6,,LI1')).toThrow();
  });

  it('roles add up', () => {
    expect(values.roles('base=a=b', { sd: 'c' })).toEqual({ sd: 'c', base: 'a=b' });
    expect(() => values.roles('base')).toThrow();
  });

  it('names that are nearly right get the right one', () => {
    expect(values.scheduler('DDIM')).toBe('ddim');
    expect(() => values.scheduler('dpmpp2m')).toThrow(/Did you mean dpmpp-2m\?/);
  });
});
