import { expect, test } from 'vitest';

import { applyTo, intersect, subtract, union } from './mask.ts';
import { BASE, SD } from './architecture.fixture.ts';

test('masks are sets', () => {
  expect(union(['dn0.0.res', 'mid.0.res'], ['mid.0.res', 'up0.0.res'])).toEqual([
    'dn0.0.res',
    'mid.0.res',
    'up0.0.res',
  ]);
  expect(intersect(['dn0.0.res', 'mid.0.res'], ['mid.0.res', 'up0.0.res'])).toEqual(['mid.0.res']);
  expect(subtract(['dn0.0.res', 'mid.0.res'], ['mid.0.res', 'up0.0.res'])).toEqual(['dn0.0.res']);
});

test('a mask applies where units exist, in path order, and names the others', () => {
  const mask = ['up3.2.attn', 'dn0.1.res', 'up3.1.attn', 'dn0.0.res', 'dn0.0.res'] as const;
  expect(applyTo(SD, mask)).toEqual({ units: ['dn0.0.res', 'dn0.1.res', 'up3.1.attn', 'up3.2.attn'], leftOut: [] });
  expect(applyTo(BASE, mask)).toEqual({ units: ['dn0.0.res', 'up3.1.attn'], leftOut: ['up3.2.attn', 'dn0.1.res'] });
});
